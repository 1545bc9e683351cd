/** RabbitMQ with STOMP over WebSocket (rabbitmq_web_stomp), in folders and on ports of its own. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { closedPort } from '../../../src/demo/closed-port.ts'
import { startChild } from '../child.ts'
import type { Serving } from '../node/serving.ts'

/** The script itself: Debian's in /usr/sbin would become another user. */
const file = '/usr/lib/rabbitmq/bin/rabbitmq-server'

export const rabbitmqRequirement = { name: 'rabbitmq-server', probe: ['test', '-x', file] } as const

/** Slower than all other servers of the lab: an Erlang VM with a database. */
const startMs = 60_000

/**
 * The user is `verify-deploy`, its password the secret; it may not use queues and topics that begin with `private`. Without
 * `refuses`, who shows nothing comes in as that user.
 */
export async function startRabbitmq(
  secret: string,
  { refuses = true }: { readonly refuses?: boolean } = {},
): Promise<Serving> {
  const folder = mkdtempSync(join(tmpdir(), 'rabbitmq-'))
  const [port, stompPort, amqpPort, nodePort, mapperPort] = [
    await closedPort('127.0.0.1'),
    await closedPort('127.0.0.1'),
    await closedPort('127.0.0.1'),
    await closedPort('127.0.0.1'),
    await closedPort('127.0.0.1'),
  ]
  const config = [
    `listeners.tcp.local = 127.0.0.1:${amqpPort}`,
    `stomp.listeners.tcp.1 = 127.0.0.1:${stompPort}`,
    'web_stomp.tcp.ip = 127.0.0.1',
    `web_stomp.tcp.port = ${port}`,
    'log.console = true',
    'log.console.level = info',
    'log.file = false',
    `load_definitions = ${folder}/definitions.json`,
    ...(refuses ? [] : ['stomp.default_user = verify-deploy', `stomp.default_pass = ${secret}`]),
  ]
  const all = '^(?!.*private).*$'
  const definitions = {
    users: [{ name: 'verify-deploy', password: secret, tags: '' }],
    vhosts: [{ name: '/' }],
    permissions: [{ user: 'verify-deploy', vhost: '/', configure: all, write: all, read: all }],
    topic_permissions: [{ user: 'verify-deploy', vhost: '/', exchange: 'amq.topic', write: all, read: all }],
  }
  writeFileSync(join(folder, 'rabbitmq.conf'), config.join('\n'))
  writeFileSync(join(folder, 'definitions.json'), JSON.stringify(definitions))
  writeFileSync(join(folder, 'enabled_plugins'), '[rabbitmq_web_stomp].')
  const env = {
    HOME: folder,
    // Replaces the shell by the virtual machine, so that a signal meets it.
    RUNNING_UNDER_SYSTEMD: 'true',
    RABBITMQ_NODENAME: `lab-${port}@localhost`,
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'mnesia'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_LOGS: '-',
    RABBITMQ_DIST_PORT: String(nodePort),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  }
  // Started by the node itself, Erlang's port mapper would outlive it.
  const mapper = startChild('epmd', ['-port', String(mapperPort), '-address', '127.0.0.1'], {
    cwd: folder,
    env,
  })
  const child = startChild(file, [], { cwd: folder, env })
  const stop = async () => {
    await child[Symbol.asyncDispose]()
    await mapper[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await child.listens(port, startMs)
    await child.says(/Server startup complete/, startMs)
  } catch (trouble) {
    await stop()
    throw trouble
  }
  return { port, output: child.output, [Symbol.asyncDispose]: stop }
}
