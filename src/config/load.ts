/** Everything the user gave, validated: a Config, or every problem there is. Nothing is sent from here. */

import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { templateNames } from '../matching/template.ts'
import type { Problem } from '../model/problem.ts'
import { Secret } from '../model/secret.ts'
import { parseBaseOf, websocketOf } from './addresses.ts'
import type { Config, CredentialConfig, DeclaredCheck, Given } from './config.ts'
import { type CredentialDraft, overrideDraft, resolveCredential } from './credential.ts'
import type { FileSettings, ReadFile } from './file.ts'
import type { Kind } from './file-schema.ts'
import { draftOfInputs, hideSecrets, type Part } from './load-parts.ts'
import { type ReadInputs, readInputs } from './input-values.ts'
