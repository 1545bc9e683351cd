/** The comment on a pull request, through the bundle: one, ours, edited in place. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { noBundle, verify } from '../end-to-end/product.ts'
import { type FakeGitHub, type FakeOptions, startFakeGitHub } from './fake-github.ts'
import type { Comment } from './fake-github-state.ts'
import { payloadOf } from './payloads.ts'
import { onGitHub, verifyOn } from './publishing.ts'

const event = { event: payloadOf('pull_request'), eventName: 'pull_request' }
const asked = { comment: 'true', environment: 'staging' } as const
const marker = '<!-- verify-deploy/comment/v1 Deploy%20staging/verify/staging -->'
const bot = { login: 'github-actions[bot]', type: 'Bot' }
const person = { login: 'octocat', type: 'User' }

const chatter = (n: number): Comment[] =>
  Array.from({ length: n }, (_, at) => ({ id: at + 1, body: `comment ${at}`, user: person }))

async function startWith(comments: readonly Comment[], options: FakeOptions = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub(options)
  github.comments.set(2, [...comments])
  return github
}

/** Ids of those that have been written by the run, or were there with its marker. */
const marked = (github: FakeGitHub) =>
  (github.comments.get(2) ?? []).filter(({ body }) => body.startsWith(marker))

suite('comment', { skip: noBundle }, () => {
  test('it is found behind three pages of others, and edited in place', async () => {
    const old = { id: 500, body: `${marker}\nold`, user: bot }
    await using github = await startWith([...chatter(75), old, ...chatter(3)])
    using run = await verifyOn(github, asked, event)
    assert.equal(run.exitCode, 0)
    assert.deepEqual(
      marked(github).map(({ id }) => id),
      [500],
    )
    assert.match(marked(github)[0]!.body, /✅ Verify Deploy: passed/)
    assert.equal(github.comments.get(2)?.length, 79)
  })

  test('run after run there is one: open after a failure, folded when all is well again', async () => {
    await using github = await startWith(chatter(40))
    await using broken = await startService({ faults: ['upgrade-dropped'] })
    using failed = await verify({ url: broken.url, websocket: '/ws', ...asked }, onGitHub(github, event))
    assert.equal(failed.exitCode, 1)
    const [first] = marked(github)
    assert.match(first!.body, /❌ Verify Deploy: failed[\s\S]*\n\| ❌ \|[\s\S]*\*\*Cause\*\*/)
    using passed = await verifyOn(github, asked, event)
    assert.equal(passed.exitCode, 0)
    assert.deepEqual(
      marked(github).map(({ id }) => id),
      [first!.id],
    )
    assert.match(marked(github)[0]!.body, /✅ Verify Deploy: passed[^|]*<details>/)
  })

  test('each environment, job and part of a matrix has its own', async () => {
    await using github = await startWith([])
    for (const more of [{}, { environment: 'production' }, { job: '{"region":"eu"}' }, {}]) {
      using run = await verifyOn(github, { ...asked, ...more }, event)
      assert.equal(run.exitCode, 0)
    }
    assert.equal(github.comments.get(2)?.length, 3)
  })

  test('a comment of somebody who copied the marker is not ours', async () => {
    const forged = { id: 9, body: `${marker}\nall is well, trust me`, user: person }
    const quoted = { id: 10, body: `> ${marker}\nwhat is this?`, user: bot }
    await using github = await startWith([forged, quoted])
    using run = await verifyOn(github, asked, event)
    assert.equal(run.exitCode, 0)
    const all = github.comments.get(2) ?? []
    assert.deepEqual([all.length, all[0], all[1]], [3, forged, quoted])
    assert.deepEqual(all[2]?.user, bot)
  })

  const foreign = {
    id: 9,
    body: `${marker}\nsaid by another bot`,
    user: { login: 'mirror[bot]', type: 'Bot' },
  }

  test('a comment of another bot that begins with the marker is not ours', async () => {
    for (const own of [[], [{ id: 10, body: `${marker}\nold`, user: bot }]]) {
      await using github = await startWith([foreign, ...own])
      using run = await verifyOn(github, asked, event)
      assert.equal(run.exitCode, 0)
      const all = github.comments.get(2) ?? []
      assert.deepEqual([all.length, all[0], all[1]?.user], [2, foreign, bot])
      assert.match(all[1]!.body, /passed/)
    }
  })

  test('with the token of an app of our own, its own comment is found', async () => {
    const app = { login: 'our-checks[bot]', type: 'Bot' }
    for (const more of [{}, { 'check-run': 'true' }]) {
      const own = { id: 10, body: `${marker}\nold`, user: app }
      await using github = await startWith([foreign, own], {
        ...{ identity: app, app: { id: 77, slug: 'our-checks' } },
      })
      using run = await verifyOn(github, { ...asked, ...more }, event)
      assert.equal(run.exitCode, 0)
      const all = github.comments.get(2) ?? []
      assert.deepEqual([all.length, all[0]], [2, foreign])
      assert.match(all[1]!.body, /passed/)
    }
  })

  test("with a personal access token, its own comment is found, and nobody else's", async () => {
    const foreign = { id: 9, body: `${marker}\nforged`, user: { login: 'mallory', type: 'User' } }
    const own = { id: 10, body: `${marker}\nold`, user: person }
    await using github = await startWith([foreign, own], { identity: person })
    using run = await verifyOn(github, { ...asked, 'github-token': 'ghp_personal_access_token' }, event)
    assert.equal(run.exitCode, 0)
    const all = github.comments.get(2) ?? []
    assert.deepEqual([all.length, all[0]], [2, foreign])
    assert.match(all[1]!.body, /passed/)
  })

  test('one that was deleted in the meantime is made anew', async () => {
    const old = { id: 500, body: `${marker}\nold`, user: bot }
    await using github = await startWith([old], {
      trouble: operation => {
        if (operation === 'issues/update-comment') github.comments.set(2, [])
        return null
      },
    })
    using run = await verifyOn(github, asked, event)
    assert.deepEqual([run.exitCode, marked(github).length], [0, 1])
    assert.notEqual(marked(github)[0]?.id, 500)
  })

  test('an answer that gets lost makes no second comment', async () => {
    await using github = await startWith([], {
      trouble(operation, before) {
        if (operation !== 'issues/create-comment' || before > 0) return null
        github.comments.set(2, [{ id: 700, body: `${marker}\nmade, but the answer is lost`, user: bot }])
        return 'cut'
      },
    })
    using run = await verifyOn(github, asked, event)
    assert.deepEqual([run.exitCode, marked(github).map(({ id }) => id)], [0, [700]])
    assert.match(marked(github)[0]!.body, /passed/)
  })
})
