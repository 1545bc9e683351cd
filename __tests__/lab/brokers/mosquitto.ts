/** mosquitto with a WebSocket listener: a password file, nobody anonymous, and one topic tree that may be used. */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closedPort } from '../../../src/demo/closed-port.ts'
import { startChild } from '../child.ts'
import type { Serving } from '../node/serving.ts'

const file = existsSync('/usr/sbin/mosquitto') ? '/usr/sbin/mosquitto' : 'mosquitto'

export const mosquittoRequirement = {
  name: 'mosquitto',
  probe: ['sh', '-c', `command -v ${file} && command -v mosquitto_passwd`],
} as const

/** The user is `verify-deploy`, its password the secret; without `refuses` anybody may come in, whatever they show. */
export async function startMosquitto(
  secret: string,
  { refuses = true }: { readonly refuses?: boolean } = {},
): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), 'mosquitto-'))
  const port = await closedPort('127.0.0.1')
  execFileSync('mosquitto_passwd', ['-c', '-b', join(folder, 'passwords'), 'verify-deploy', secret])
  writeFileSync(join(folder, 'acl'), 'user verify-deploy\ntopic readwrite health/#\n')
  writeFileSync(
    join(folder, 'mosquitto.conf'),
    [
      // With WebSockets alone, 2.0.11 says that it could not start any listener.
      `listener ${await closedPort('127.0.0.1')} 127.0.0.1`,
      `listener ${port} 127.0.0.1`,
      'protocol websockets',
      `allow_anonymous ${!refuses}`,
      ...(refuses ? [`password_file ${folder}/passwords`, `acl_file ${folder}/acl`] : []),
      'persistence false',
      'log_dest stderr',
      // Started as root it would become a user who may not read this folder.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ].join('\n'),
  )
  const child = startChild(file, ['-c', join(folder, 'mosquitto.conf')], { cwd: folder })
  const stop = async () => {
    await child[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await child.listens(port)
  } catch (trouble) {
    await stop()
    throw trouble
  }
  return { port, output: child.output, [Symbol.asyncDispose]: stop }
}
