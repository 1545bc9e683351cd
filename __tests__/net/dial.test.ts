import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { targetOf } from '../../src/model/target.ts'
import { dialledInTurn, loopbackTwin } from '../../src/net/dns.ts'
import { readProxies } from '../../src/net/proxy.ts'
import { type Authority, createAuthority } from './certificates.ts'
import { closedPort, createWire, startRaw } from './servers.ts'

let authority: Authority
before(() => {
  authority = createAuthority()
})
after(() => authority[Symbol.dispose]())

const to = (url: string) => targetOf(new URL(url))

async function dialFault(url: string, settings: Parameters<typeof createWire>[0] = {}) {
  const dialled = await createWire(settings).dial(to(url), 0, 2000)
  using _record = dialled.record
  return dialled.ok ? null : dialled.fault
}

test('a refused connection is a fault of tcp that names the address', async () => {
  const port = await closedPort()
  const fault = await dialFault(`http://127.0.0.1:${port}/`)
  assert.equal(fault?.type, 'tcp.refused')
  assert.equal(fault.code, 'ECONNREFUSED')
  assert.match(fault.message, new RegExp(`127\\.0\\.0\\.1:${port}`))
})

test('a name that does not exist is a fault of dns', async () => {
  const fault = await dialFault('http://no-such-name.invalid/')
  assert.equal(fault?.layer, 'dns')
})

test('the phases of a TLS connection are tcp and tls, and bytes on the wire are counted below TLS', async () => {
  const { key, cert } = authority.issue(['DNS:localhost', 'IP:127.0.0.1'])
  await using server = await startRaw(socket => socket.write('hello'), { tls: { key, cert } })
  const dialled = await createWire({ ca: authority.ca }).dial(
    to(`https://127.0.0.1:${server.port}/`),
    0,
    2000,
  )
  using record = dialled.record
  assert.ok(dialled.ok, JSON.stringify(dialled))
  const attempt = record.end(null)
  assert.deepEqual(
    attempt.phases.map(p => p.phase),
    ['tcp', 'tls'],
  )
  assert.equal(attempt.address, `127.0.0.1:${server.port}`)
  assert.ok(attempt.bytesSent > 200, `${attempt.bytesSent} bytes sent`)
  assert.ok(attempt.bytesReceived > 500, `${attempt.bytesReceived} bytes received`)
  assert.equal(record.observations['tls.server.subject'], 'localhost')
})

const certificateMistakes = [
  ['an expired certificate', 'tls.cert.date_invalid', (a: Authority) => a.issue(['IP:127.0.0.1'], -2)],
  [
    'a certificate for another name',
    'tls.cert.name_invalid',
    (a: Authority) => a.issue(['DNS:other.example']),
  ],
  ['a self-signed certificate', 'tls.cert.authority_invalid', (a: Authority) => a.selfSigned],
] as const
for (const [name, type, pair] of certificateMistakes)
  test(`${name} is ${type}`, async () => {
    const { key, cert } = pair(authority)
    await using server = await startRaw(() => {}, { tls: { key, cert } })
    const fault = await dialFault(`https://127.0.0.1:${server.port}/`, { ca: authority.ca })
    assert.equal(fault?.type, type, JSON.stringify(fault))
  })

test('a certificate of an authority that is not trusted fails, and passes with `ca`', async () => {
  const { key, cert } = authority.issue(['IP:127.0.0.1'])
  await using server = await startRaw(() => {}, { tls: { key, cert } })
  const url = `https://127.0.0.1:${server.port}/`
  assert.equal((await dialFault(url))?.type, 'tls.cert.authority_invalid')
  assert.equal(await dialFault(url, { ca: authority.ca }), null)
})

test('a port that speaks no TLS is told from a broken handshake', async () => {
  await using server = await startRaw(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  assert.equal((await dialFault(`https://127.0.0.1:${server.port}/`))?.type, 'tls.not_tls')
})

test('a server that hangs up in the handshake is tls.closed, and one that is silent tls.timed_out', async () => {
  await using closing = await startRaw(socket => socket.end())
  assert.equal((await dialFault(`https://127.0.0.1:${closing.port}/`))?.type, 'tls.closed')
  await using silent = await startRaw(() => {})
  const dialled = await createWire().dial(to(`https://127.0.0.1:${silent.port}/`), 0, 100)
  using _record = dialled.record
  assert.equal(dialled.ok ? null : dialled.fault.type, 'tls.timed_out')
})

test('SNI carries the name of the URL while connect-to says where to dial', async () => {
  const names: string[] = []
  const { key, cert } = authority.issue(['DNS:staging.example'])
  await using server = await startRaw(() => {}, {
    tls: {
      key,
      cert,
      SNICallback: (name: string, done: (e: null) => void) => {
        names.push(name)
        done(null)
      },
    },
  })
  const fault = await dialFault('https://staging.example/', {
    ca: authority.ca,
    connectTo: { host: '127.0.0.1', port: server.port },
  })
  assert.equal(fault, null)
  assert.deepEqual(names, ['staging.example'])
})

test('without IPv6 here, turns go round the other addresses; where there are no others, IPv6 is dialled', () => {
  const [four, own] = [
    { address: '192.0.2.7', family: 4 },
    { address: '::1', family: 6 },
  ] as const
  const six = (route: 'public' | 'private' | 'none') =>
    ({ address: '2001:db8::7', family: 6, route }) as const
  for (const route of ['none', 'private'] as const) {
    assert.deepEqual(dialledInTurn([six(route), four, own]), [four, own])
    assert.deepEqual(dialledInTurn([six(route)]), [six(route)])
  }
  assert.deepEqual(dialledInTurn([six('public'), four]), [six('public'), four])
})

test('localhost is this machine by two addresses; of a name with others, or another name, there is no twin', () => {
  const [four, six] = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ] as const
  const elsewhere = { address: '192.0.2.7', family: 4 } as const
  for (const name of ['localhost', 'LOCALHOST.', 'app.localhost']) {
    assert.equal(loopbackTwin(name, six, [six, four]), four)
    assert.equal(loopbackTwin(name, four, [six, four]), six)
    assert.equal(loopbackTwin(name, four, [four]), null)
    assert.equal(loopbackTwin(name, six, [six, elsewhere]), null)
  }
  for (const name of ['staging.example', 'mylocalhost', 'localhost.example', '::1'])
    assert.equal(loopbackTwin(name, six, [six, four]), null)
})

test('turns go round the addresses of a name, one address an attempt', async () => {
  const port = await closedPort()
  const wire = createWire()
  const addresses = new Set<string | null>()
  for (const turn of [0, 1, 2, 3]) {
    const dialled = await wire.dial(to(`http://localhost:${port}/`), turn, 2000)
    using record = dialled.record
    addresses.add(record.end(null).address)
    assert.equal(String(record.observations['dns.addresses']).includes('127.0.0.1'), true)
  }
  const known = String(
    (await wire.dial(to(`http://localhost:${port}/`), 0, 2000)).record.observations['dns.addresses'],
  )
  assert.equal(addresses.size, new Set(known.split(', ')).size)
})

test('a proxy that cannot be reached is the runner’s own trouble, never the target’s', async () => {
  const port = await closedPort()
  const proxies = readProxies({ HTTPS_PROXY: `http://127.0.0.1:${port}` })
  const fault = await dialFault('https://staging.example/', { proxies })
  assert.equal(fault?.type, 'proxy.unreachable')
  assert.equal(fault.layer, 'runner')
})

test('a tunnel is asked for by CONNECT with the proxy’s credential, and TLS runs through it', async () => {
  const { key, cert } = authority.issue(['DNS:staging.example'])
  await using server = await startRaw(socket => socket.write('x'), { tls: { key, cert } })
  const { connect } = await import('node:net')
  await using proxy = await startRaw(socket =>
    socket.once('data', () => {
      const there = connect(server.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(there).pipe(socket)
      })
      there.on('error', () => {})
    }),
  )
  const proxies = readProxies({ https_proxy: `http://user:pa%40ss@127.0.0.1:${proxy.port}` })
  const dialled = await createWire({ ca: authority.ca, proxies }).dial(
    to('https://staging.example/'),
    0,
    2000,
  )
  using record = dialled.record
  assert.ok(dialled.ok, JSON.stringify(dialled))
  assert.deepEqual(
    record.end(null).phases.map(p => p.phase),
    ['tcp', 'proxy', 'tls'],
  )
  assert.match(proxy.received(), /^CONNECT staging\.example:443 HTTP\/1\.1\r\n/)
  assert.match(
    proxy.received(),
    new RegExp(`proxy-authorization: Basic ${Buffer.from('user:pa@ss').toString('base64')}`, 'i'),
  )
})

for (const [status, type] of [
  [407, 'proxy.refused'],
  [403, 'proxy.refused'],
  [503, 'tcp.unreachable_through_proxy'],
] as const)
  test(`CONNECT answered ${status} is ${type}`, async () => {
    await using proxy = await startRaw(socket =>
      socket.once('data', () => socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`)),
    )
    const proxies = readProxies({ HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` })
    assert.equal((await dialFault('https://staging.example/', { proxies }))?.type, type)
  })

test('an aborted run ends a dial at once', async () => {
  await using silent = await startRaw(() => {})
  const controller = new AbortController()
  const dialling = createWire({ signal: controller.signal }).dial(
    to(`https://127.0.0.1:${silent.port}/`),
    0,
    60_000,
  )
  setTimeout(() => controller.abort('cancelled'), 20)
  const dialled = await dialling
  using _record = dialled.record
  assert.equal(dialled.ok ? null : dialled.fault.type, 'runner.cancelled')
})
