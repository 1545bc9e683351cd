// What a careful engineer writes by hand: the same network work as the standard job, with bare `ws` and `node:http`.
// Everything at once, no reports. Usage: node by-hand.mjs URL CONNECTIONS

import { randomUUID } from 'node:crypto'
import { get } from 'node:http'
import jwt from 'jsonwebtoken'
import { WebSocket } from 'ws'

const [, , url, count] = process.argv
const token = jwt.sign({ sub: 'by-hand', jti: randomUUID() }, process.env.BENCH_SECRET, { expiresIn: '5m' })

const health = () =>
  new Promise((resolve, reject) => {
    get(`${url}/health`, { agent: false }, answer => {
      answer.resume()
      answer.on('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`HTTP ${answer.statusCode}`)),
      )
    }).on('error', reject)
  })

const open = () =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, {
      headers: { authorization: `Bearer ${token}` },
    })
    socket.on('open', () => resolve(socket))
    socket.on('error', reject)
  })

const say = socket =>
  new Promise((resolve, reject) => {
    const id = randomUUID()
    socket.on('message', data => {
      const message = JSON.parse(data.toString())
      if (message.type === 'ack' && message.id === id) resolve()
    })
    socket.on('close', () => reject(new Error('closed')))
    socket.send(JSON.stringify({ type: 'chat_message', content: 'hello', id }))
  })

const close = socket =>
  new Promise(resolve => {
    socket.on('close', resolve)
    socket.close(1000)
  })

const upgrade = async () => close(await open())
const messaging = async () => {
  const socket = await open()
  await say(socket)
  await close(socket)
}
const concurrency = async () => {
  // In waves, as a listener's backlog demands.
  const sockets = []
  while (sockets.length < Number(count)) {
    const wave = Math.min(256, Number(count) - sockets.length)
    sockets.push(...(await Promise.all(Array.from({ length: wave }, open))))
  }
  await Promise.all(sockets.map(say))
  await Promise.all(sockets.map(close))
}

await Promise.all([health(), upgrade(), messaging(), concurrency()])
console.log('ok')
