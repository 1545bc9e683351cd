/** What the situations share, each part made when it is first asked for: certificates, and back ends that are well. */

import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BackEnd, type BackEndName, backEnds } from './back-ends.ts'
import { type Certificates, issueCertificates } from './certificates.ts'

export interface World extends AsyncDisposable {
  readonly certificates: Certificates
  /** A file with the authorities that clients should trust. */
  readonly caFile: string
  /** HS256 key of all applications. */
  readonly secret: string
  backEnd(name: BackEndName): Promise<BackEnd>
}

export function createWorld(): World {
  const folder = mkdtempSync(join(tmpdir(), 'lab-'))
  const caFile = join(folder, 'ca.pem')
  const certificates = issueCertificates()
  writeFileSync(caFile, certificates.trusted)
  const secret = randomUUID() + randomUUID()
  const running = new Map<BackEndName, Promise<BackEnd>>()
  return {
    certificates,
    caFile,
    secret,
    backEnd(name) {
      const started = running.get(name) ?? backEnds[name](secret, certificates.pairs.right)
      running.set(name, started)
      return started
    },
    async [Symbol.asyncDispose]() {
      for (const started of await Promise.allSettled(running.values()))
        if (started.status === 'fulfilled') await started.value[Symbol.asyncDispose]()
      certificates[Symbol.dispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
