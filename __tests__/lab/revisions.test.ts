/** The lab of revisions: real instances of FastAPI behind real proxies, and the bundle as a command in front of them. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { closedPort } from '../../src/demo/closed-port.ts'
import type { Report } from '../../src/model/report.ts'
import { command, noBundle } from '../end-to-end/product.ts'
import { type BackEnd, startRevision } from './back-ends.ts'
import { startChild } from './child.ts'
import { type Places, type ProxyName, proxies } from './proxies.ts'
import { commonRequirements, missingRequirements } from './requirements.ts'
import {
  type Instance,
  newRevision,
  oldRevision,
  type RevisionSituation,
  revisionSituations,
} from './situations/revisions.ts'

/** Balances in turn, each request on a connection of its own. */
const siteOf: Readonly<
  Record<RevisionSituation['front'], (port: number, instances: readonly number[]) => string>
> = {
  nginx: (port, instances) => `upstream application {
    ${instances.map(one => `server 127.0.0.1:${one} max_fails=0;`).join(' ')}
  }
  server { listen 127.0.0.1:${port}; location / { proxy_pass http://application; } }`,
  'nginx with a cache': (port, [instance]) => `proxy_cache_path cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${instance};
      proxy_cache all;
      proxy_cache_valid 200 10m;
      add_header X-Cache-Status $upstream_cache_status;
    }
  }`,
  haproxy: (port, instances) => `defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s

listen application
  bind 127.0.0.1:${port}
  balance roundrobin
${instances.map((one, i) => `  server s${i} 127.0.0.1:${one}`).join('\n')}
`,
  varnish: (_port, [instance]) => `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${instance}"; }
`,
}
const proxyOf: Readonly<Record<RevisionSituation['front'], ProxyName>> = {
  ...{ nginx: 'nginx', 'nginx with a cache': 'nginx', haproxy: 'haproxy', varnish: 'varnish' },
}

async function startFront(front: RevisionSituation['front'], instances: readonly number[]) {
  const proxy = proxies[proxyOf[front]]
  const folder = mkdtempSync(join(tmpdir(), 'lab-revisions-'))
  const plainPort = await closedPort('127.0.0.1')
  const places: Places = { folder, serverName: '127.0.0.1', plainPort, securePort: plainPort, backEndPort: 0 }
  writeFileSync(join(folder, proxy.configFile), proxy.wrap(siteOf[front](plainPort, instances), places))
  const child = startChild(proxy.file, proxy.args(places), { cwd: folder, env: { HOME: folder } })
  await child.listens(plainPort)
  return {
    url: `http://127.0.0.1:${plainPort}`,
    output: child.output,
    async [Symbol.asyncDispose]() {
      await child[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Null is not there yet. */
const starts: Readonly<Record<Instance, (port: number) => Promise<BackEnd> | null>> = {
  new: port => startRevision(newRevision, { port }),
  old: port => startRevision(oldRevision, { port }),
  late: () => null,
  'rolled back': port => startRevision(newRevision, { port, flipsTo: oldRevision, after: 8 }),
  'new behind a cache': port => startRevision(oldRevision, { port }),
}

const requirements = [
  ...commonRequirements,
  ...(['nginx', 'haproxy', 'varnish'] as const).map(name => proxies[name].requirement),
]

suite('the lab: revisions', { skip: missingRequirements(requirements) || noBundle }, () => {
  for (const { name, front, instances, wait, fault, diagnosis, says } of revisionSituations)
    test(name, async () => {
      await using stack = new AsyncDisposableStack()
      const ports: number[] = []
      const running: BackEnd[] = []
      for (const instance of instances) {
        const port = await closedPort('127.0.0.1')
        const started = await starts[instance](port)
        if (started) running.push(stack.use(started))
        ports.push(port)
      }
      const proxy = stack.use(await startFront(front, ports))
      const [port = 0] = ports
      if (instances.includes('new behind a cache')) {
        // The cache is filled, and then the deployment goes out behind it.
        assert.match(await (await fetch(`${proxy.url}/health`)).text(), new RegExp(oldRevision))
        await running[0]?.[Symbol.asyncDispose]()
        stack.use(await startRevision(newRevision, { port }))
      }
      const late = instances.includes('late')
        ? pause(1000).then(() => startRevision(newRevision, { port }))
        : Promise.resolve(null)
      const { exitCode, stdout, stderr } = await command([
        ...[proxy.url, '--expect-revision', newRevision.slice(0, 12), '--wait', wait, '--format', 'json'],
      ])
      const started = await late
      if (started) stack.use(started)
      const context = `${stdout}\n${stderr}\n${proxy.output()}`
      const report = JSON.parse(stdout) as Report
      const [ready] = report.checks
      assert.equal(ready?.kind, 'ready')
      assert.deepEqual(
        [exitCode, ready.outcome, ready.fault?.type ?? null, ready.class],
        fault ? [1, 'failed', fault, 'infrastructure'] : [0, 'passed', null, null],
        context,
      )
      assert.match(ready.reason, says, context)
      assert.equal(ready.diagnoses[0]?.id, diagnosis, context)
      assert.equal(report.revision.expected, newRevision.slice(0, 12))
      assert.ok(report.revision.observed.length >= 1)
    })
})
