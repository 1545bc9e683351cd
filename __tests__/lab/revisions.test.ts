/** The lab of revisions: real instances of FastAPI behind real proxies, and the bundle as a command in front of them. */

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { closedPort } from '../../src/demo/closed-port.ts'
import type { Report } from '../../src/model/report.ts'
import { command, folderWith, noBundle } from '../end-to-end/product.ts'
import { type BackEnd, startRevision } from './back-ends.ts'
import { startChild } from './child.ts'
import { type Places, type ProxyName, proxies } from './proxies.ts'
import { commonRequirements, missingRequirements } from './requirements.ts'
import {
  type Front,
  type Instance,
  newRevision,
  oldRevision,
  revisionSituations,
} from './situations/revisions.ts'

const passOn = `proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_buffering off;`
const upstream = (name: string, instances: readonly number[]) => `upstream ${name} {
    ${instances.map(one => `server 127.0.0.1:${one} max_fails=0;`).join(' ')}
  }`
const nginxOf = (port: number, first: readonly number[], second: readonly number[]) => `
  map $http_upgrade $connection_upgrade { default upgrade; '' close; }
  ${upstream('application', first)}
  ${upstream('channels', second)}
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://application; ${passOn} }
    location ~ ^/(ws|events) { proxy_pass http://channels; ${passOn} }
  }`
const backend = (name: string, instances: readonly number[]) => `backend ${name}
  balance roundrobin
${instances.map((one, i) => `  server s${i} 127.0.0.1:${one}`).join('\n')}
`
const haproxyOf = (port: number, first: readonly number[], second: readonly number[]) => `defaults
  mode http
  timeout connect 2s
  timeout client 30s
  timeout server 30s
  timeout tunnel 1m

frontend all
  bind 127.0.0.1:${port}
  use_backend channels if { path_beg /ws /events }
  default_backend application

${backend('application', first)}
${backend('channels', second)}`

/** Balances in turn, each request on a connection of its own. */
const siteOf: Readonly<Record<Front, (port: number, instances: readonly number[]) => string>> = {
  nginx: (port, instances) => nginxOf(port, instances, instances),
  'nginx apart': (port, instances) => nginxOf(port, instances.slice(0, 1), instances.slice(1)),
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
  'nginx with a stale cache': (port, [instance]) => `proxy_cache_path cache keys_zone=all:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://127.0.0.1:${instance};
      proxy_cache all;
      proxy_cache_valid 200 1s;
      proxy_cache_use_stale error timeout;
      add_header X-Cache-Status $upstream_cache_status;
    }
  }`,
  haproxy: (port, instances) => haproxyOf(port, instances, instances),
  'haproxy apart': (port, instances) => haproxyOf(port, instances.slice(0, 1), instances.slice(1)),
  varnish: (_port, [instance]) => `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${instance}"; }
`,
  'varnish with X-Cache': (_port, [instance]) => `vcl 4.1;
backend default { .host = "127.0.0.1"; .port = "${instance}"; }
sub vcl_deliver {
  unset resp.http.Age;
  unset resp.http.X-Varnish;
  unset resp.http.Via;
  if (obj.hits > 0) { set resp.http.X-Cache = "HIT"; } else { set resp.http.X-Cache = "MISS"; }
}
`,
}
const proxyOf = (front: Front): ProxyName =>
  front.startsWith('nginx') ? 'nginx' : front.startsWith('haproxy') ? 'haproxy' : 'varnish'

async function startFront(front: Front, instances: readonly number[]) {
  const proxy = proxies[proxyOf(front)]
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

/** HS256 key of the application. */
const secret = 'not a secret outside of this lab, and long enough'

const configOf = (url: string, { declared, checks }: { declared: string; checks: string }) => `environments:
  lab: { url: "${url}", credential: { jwt: { secret: $SECRET, claims: { aud: chat } } } }
ready: { revision: { from: /health#/revision, ${declared} }, consecutive: 3 }
checks:
  - health: /health${checks}
`

/** Null is not there yet. */
const starts: Readonly<Record<Instance, (port: number) => Promise<BackEnd> | null>> = {
  new: port => startRevision(newRevision, { port, secret }),
  old: port => startRevision(oldRevision, { port, secret }),
  late: () => null,
  'rolled back': port => startRevision(newRevision, { port, flipsTo: oldRevision, after: 8 }),
  'new behind a cache': port => startRevision(oldRevision, { port }),
  'gone behind a cache': port => startRevision(oldRevision, { port }),
}

const requirements = [
  ...commonRequirements,
  ...(['nginx', 'haproxy', 'varnish'] as const).map(name => proxies[name].requirement),
]

suite('the lab: revisions', { skip: missingRequirements(requirements) || noBundle }, () => {
  for (const { name, front, instances, wait, fault, diagnosis, says, channels } of revisionSituations)
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
      if (instances.some(one => one.endsWith('behind a cache'))) {
        // The cache is filled, and then the deployment goes out behind it.
        assert.match(await (await fetch(`${proxy.url}/health`)).text(), new RegExp(oldRevision))
        await running[0]?.[Symbol.asyncDispose]()
        if (instances.includes('new behind a cache')) stack.use(await startRevision(newRevision, { port }))
        else await pause(1100)
      }
      const late = instances.includes('late')
        ? pause(1000).then(() => startRevision(newRevision, { port }))
        : Promise.resolve(null)
      using folder = folderWith({ 'verify-deploy.yml': channels ? configOf(proxy.url, channels) : '' })
      const { exitCode, stdout, stderr } = await command(
        [
          ...(channels ? ['--config', 'verify-deploy.yml', '--environment', 'lab'] : [proxy.url]),
          ...['--expect-revision', newRevision.slice(0, 12), '--wait', wait, '--format', 'json'],
        ],
        { cwd: folder.path, env: { SECRET: secret } },
      )
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
      for (const check of channels ? report.checks.slice(1) : [])
        assert.equal(check.outcome, 'passed', `${check.id}: ${check.reason}\n${context}`)
      assert.equal(ready.diagnoses[0]?.id, diagnosis, context)
      assert.equal(report.revision.expected, newRevision.slice(0, 12))
      assert.ok(report.revision.observed.length >= 1)
    })
})
