/** Inputs read: every problem of every value, and the values that are good. */

import type { Problem } from '../model/problem.ts'
import type { Announcement } from '../model/publishing.ts'
import { Secret } from '../model/secret.ts'
import type { Given, GivenInput } from './config.ts'
import { findInput, type InputName, type InputValues, inputNames } from './inputs.ts'
import { problemOf } from './parsed.ts'
import { suggestion } from './spelling.ts'

export interface ReadInputs {
  readonly values: InputValues
  /** How the user wrote the name of an input; the plain name for one that was not given. */
  readonly subjectOf: (name: InputName) => string
  /** Given with a value, good or bad. */
  readonly wasGiven: (name: InputName) => boolean
  readonly problems: readonly Problem[]
  readonly secrets: readonly Secret[]
}

export async function readInputs({ inputs, directory }: Given): Promise<ReadInputs> {
  const problems: Problem[] = []
  const values: Partial<Record<InputName, unknown>> = {}
  const secrets: Secret[] = []
  const given = (name: InputName): boolean => isGiven(name, inputs[name])

  for (const [name, { subject }] of Object.entries(inputs)) {
    // The value is not shown: behind a misspelt name there may be a secret.
    if (!findInput(name)) problems.push(problemOf(subject, 'is not an input', suggestion(name, inputNames)))
  }
  for (const name of inputNames) {
    const input = inputs[name]
    values[name] = null
    if (!input || !given(name)) continue
    const row = findInput(name)!
    if (row.secret) secrets.push(new Secret(input.value))
    const parsed = await row.parse(input.value, directory)
    if (parsed.ok) {
      values[name] = parsed.value
      if (parsed.value instanceof Secret) secrets.push(parsed.value)
    } else problems.push(problemOf(input.subject, parsed.message, parsed.remedy))
  }
  return {
    values: values as InputValues,
    subjectOf: name => inputs[name]?.subject ?? name,
    wasGiven: given,
    problems,
    secrets,
  }
}

/** What is published on GitHub, as far as the inputs say it. */
export const announcementOf = (values: InputValues): Announcement => ({
  publishing: {
    checkRun: values['check-run'] ?? false,
    comment: values.comment ?? false,
    deploymentStatus: values['deployment-status'] ?? false,
    token: values['github-token'],
    job: values.job ?? '',
    jobId: values['job-id'] ?? '',
  },
  environment: values.environment,
  sha: values.sha,
  baselines: [],
})

/** GitHub hands over every input, empty when the workflow does not set it. Blank secrets are told of, not overlooked. */
const isGiven = (name: InputName, input: GivenInput | undefined): boolean =>
  input !== undefined && (findInput(name)!.secret ? input.value : input.value.trim()) !== ''
