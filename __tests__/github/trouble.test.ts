/** Tokens that may not, limits, servers in trouble: the verdict never changes, and one warning says what to do. */

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { startService } from '../../src/demo/service.ts'
import { startChat } from '../end-to-end/chat-server.ts'
import { noBundle, type Run, verify } from '../end-to-end/product.ts'
import { type FakeOptions, forbidden, startFakeGitHub } from './fake-github.ts'
import { changed, type Payload, payloadOf } from './payloads.ts'
import { everything, noticesOf, onGitHub, startWithPull, verifyOn } from './publishing.ts'

const writes = /create|update/
const pull = payloadOf('pull_request')
const fork = changed(pull, ['pull_request', 'head', 'repo', 'full_name'], 'somebody/Hello-World')
const asked = { ...everything, environment: 'staging' } as const
const readOnly: FakeOptions = { trouble: operation => (writes.test(operation) ? forbidden : null) }

/** The one warning of a run that passes all the same. */
async function noticeOf(
  options: FakeOptions,
  {
    inputs = {},
    event = {},
    env = {},
  }: { inputs?: Record<string, string>; event?: Payload; env?: Record<string, string> } = {},
): Promise<string> {
  await using github = await startWithPull(options)
  using run = await verifyOn(github, { ...asked, ...inputs }, { event, env })
  assert.deepEqual([run.exitCode, run.report.verdict], [0, 'passed'])
  return onlyNotice(run)
}

function onlyNotice(run: Run): string {
  const notices = noticesOf(run)
  assert.equal(notices.length, 1, notices.join('\n'))
  assert.match(notices[0]!, /The verdict is not touched/)
  return notices[0]!
}

suite('trouble on GitHub', { skip: noBundle }, () => {
  test('a token that may not write: one warning names every line that is missing', async () => {
    const notice = await noticeOf(readOnly)
    assert.match(notice, /the check run, the comment and the deployment status: the token may not do that/)
    assert.match(notice, /Resource not accessible by integration/)
    assert.match(
      notice,
      /add `checks: write`, `pull-requests: write`, `deployments: write` under `permissions:`/,
    )
  })

  for (const [operation, line, others] of [
    ['checks/create', 'checks: write', /comment|deployment/],
    ['issues/list-comments', 'pull-requests: write', /check run|deployment/],
    ['repos/list-deployments', 'deployments: write', /check run|comment/],
  ] as const)
    test(`a token without \`${line}\` is told of that line only, and the rest is published`, async () => {
      await using github = await startWithPull({ trouble: name => (name === operation ? forbidden : null) })
      using run = await verifyOn(github, asked)
      assert.equal(run.exitCode, 0)
      const notice = onlyNotice(run)
      assert.ok(notice.includes(`add \`${line}\` under`), notice)
      assert.doesNotMatch(notice, others)
      const published = [github.checkRuns.length, github.comments.size, github.statuses.size]
      assert.equal(published.filter(Boolean).length, 2)
    })

  test('a pull request from a fork cannot be helped by permissions, and is told what can be done', async () => {
    const notice = await noticeOf(readOnly, { event: fork })
    assert.match(notice, /from a fork can only read, whatever the workflow says/)
    assert.match(notice, /workflow_run/)
  })

  test('pull_request_target has the rights of the repository, also for a fork', async () => {
    const notice = await noticeOf(readOnly, {
      event: fork,
      env: { GITHUB_EVENT_NAME: 'pull_request_target' },
    })
    assert.match(notice, /add `checks: write`/)
    assert.doesNotMatch(notice, /can only read/)
  })

  test('what Dependabot starts may write once the workflow says so', async () => {
    assert.match(await noticeOf(readOnly, { env: { GITHUB_ACTOR: 'dependabot[bot]' } }), /Dependabot/)
  })

  test('a failed verdict stays one, and a token of a person is told what check runs need', async () => {
    await using github = await startFakeGitHub({
      trouble: () => ({ status: 403, message: 'Resource not accessible by personal access token' }),
    })
    await using service = await startService({ faults: ['upgrade-dropped'] })
    using run = await verify({ url: service.url, websocket: '/ws', 'check-run': 'true' }, onGitHub(github))
    assert.deepEqual([run.exitCode, run.report.verdict], [1, 'failed'])
    assert.match(onlyNotice(run), /leave `github-token` out and add `checks: write`/)
  })

  test('a token that is not valid is called that', async () => {
    const notice = await noticeOf({ trouble: () => ({ status: 401, message: 'Bad credentials' }) })
    assert.match(notice, /GitHub does not accept `github-token` \(HTTP 401: Bad credentials/)
  })

  test('Retry-After is waited for, and no less', async () => {
    const limit = {
      status: 403,
      message: 'You have exceeded a secondary rate limit',
      headers: { 'retry-after': '2' },
    }
    await using github = await startWithPull({
      trouble: (operation, before) => (operation === 'checks/create' && before === 0 ? limit : null),
    })
    using run = await verifyOn(github, { 'check-run': 'true' })
    assert.deepEqual([run.exitCode, noticesOf(run), github.checkRuns.length], [0, [], 1])
    const [first, second] = github.requests.filter(({ operation }) => operation === 'checks/create')
    assert.ok(second!.atMs - first!.atMs >= 2000)
  })

  test('Retry-After may be a date', async () => {
    await using github = await startWithPull({
      trouble: (operation, before) =>
        operation === 'checks/create' && before === 0
          ? {
              ...{ status: 429, message: 'Too Many Requests' },
              headers: { 'retry-after': new Date(Date.now() + 1500).toUTCString() },
            }
          : null,
    })
    using run = await verifyOn(github, { 'check-run': 'true' })
    assert.deepEqual([noticesOf(run), github.checkRuns.length], [[], 1])
    const [first, second] = github.requests.filter(({ operation }) => operation === 'checks/create')
    assert.ok(second!.atMs - first!.atMs >= 1000)
  })

  test('an answer that is none of GitHub to one request touches nothing else', async () => {
    const odd = { status: 200, message: 'a list was asked for' }
    for (const [operation, what] of [
      ['issues/list-comments', 'the comment'],
      ['repos/list-deployments', 'the deployment status'],
      ['repos/list-pull-requests-associated-with-commit', 'the comment'],
    ] as const) {
      await using github = await startWithPull({ trouble: name => (name === operation ? odd : null) })
      using run = await verifyOn(github, asked)
      assert.match(onlyNotice(run), new RegExp(`${what}: what answered is not the API of GitHub`))
      assert.deepEqual(
        github.checkRuns.map(({ conclusion }) => conclusion),
        ['success'],
        operation,
      )
    }
  })

  test('an event that cannot be read does not keep it from being published', async () => {
    await using github = await startWithPull()
    using run = await verifyOn(github, asked, { env: { GITHUB_EVENT_PATH: import.meta.filename } })
    assert.deepEqual([run.exitCode, noticesOf(run), run.rawStderr], [0, [], ''])
    assert.equal(github.checkRuns[0]?.conclusion, 'success')
  })

  test('an address of GitHub that is none is called that', async () => {
    await using service = await startService()
    using run = await verify({ url: service.url, ...asked }, { env: { GITHUB_API_URL: 'nowhere' } })
    assert.equal(run.exitCode, 0)
    assert.match(noticesOf(run).join(), /GITHUB_API_URL is no URL: "nowhere"/)
    assert.doesNotMatch(run.rawStderr, /nothing is proven/)
  })

  test('a page of a proxy, however long, is told in a few words', async () => {
    await using portal = await startChat({
      respond(_, response) {
        response.setHeader('content-type', 'text/html')
        response.end(`<html>${'log in here\n'.repeat(5000)}</html>`)
      },
    })
    await using service = await startService()
    using run = await verify({ url: service.url, ...asked }, { env: { GITHUB_API_URL: portal.url } })
    assert.equal(run.exitCode, 0)
    assert.match(onlyNotice(run), /is not the API of GitHub.*\(HTTP 200 with text\/html\)/)
  })

  test('a limit that is reset soon is waited for; one that lasts is told at once', async () => {
    const used = (seconds: number) => ({
      status: 403,
      message: 'API rate limit exceeded for installation',
      headers: {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + seconds),
      },
    })
    await using soon = await startWithPull({
      trouble: (operation, before) => (operation === 'checks/create' && before === 0 ? used(1) : null),
    })
    using run = await verifyOn(soon, { 'check-run': 'true' })
    assert.deepEqual([noticesOf(run), soon.checkRuns.length], [[], 1])
    await using late = await startWithPull({ trouble: () => used(1800) })
    using other = await verifyOn(late, { 'check-run': 'true' })
    assert.match(onlyNotice(other), /rate limit of the token is used up/)
    // Once at the beginning, and once more at the end: by then it might have been over.
    assert.equal(late.operations().filter(name => name === 'checks/create').length, 2)
  })

  test('a server in trouble is asked again; one that stays so is given up, and told', async () => {
    const bad = { status: 502, message: 'Server Error' }
    await using shaky = await startWithPull({ trouble: (_, before) => (before === 0 ? bad : null) })
    using fine = await verifyOn(shaky, asked)
    assert.deepEqual([fine.exitCode, noticesOf(fine)], [0, []])
    assert.deepEqual(
      [shaky.checkRuns[0]?.conclusion, shaky.comments.get(7)?.length, shaky.statuses.get(50)?.length],
      ['success', 1, 1],
    )
    assert.match(await noticeOf({ trouble: () => bad }), /GitHub did not answer in time \(HTTP 502/)
  })

  test('a check run that could not be begun is made at the end', async () => {
    const bad = { status: 503, message: 'Unavailable' }
    await using github = await startWithPull({
      trouble: (operation, before) => (operation === 'checks/create' && before < 4 ? bad : null),
    })
    using run = await verifyOn(github, { 'check-run': 'true' })
    assert.deepEqual([run.exitCode, noticesOf(run)], [0, []])
    assert.deepEqual(
      github.checkRuns.map(({ status, conclusion }) => [status, conclusion]),
      [['completed', 'success']],
    )
  })

  test('a server that is not there, and an empty token', async () => {
    await using service = await startService()
    using run = await verify(
      { url: service.url, 'check-run': 'true' },
      { env: { GITHUB_API_URL: 'http://127.0.0.1:9' } },
    )
    assert.equal(run.exitCode, 0)
    assert.match(onlyNotice(run), /GitHub did not answer/)
    using empty = await verify({ url: service.url, 'check-run': 'true', 'github-token': '' })
    assert.equal(empty.exitCode, 0)
    assert.match(noticesOf(empty).join(), /`github-token` is empty/)
  })

  test('a server of the enterprise kind is asked under its own path', async () => {
    await using github = await startWithPull()
    using run = await verifyOn(github, asked, { env: { GITHUB_API_URL: `${github.url}/api/v3` } })
    assert.deepEqual([run.exitCode, noticesOf(run), github.checkRuns.length], [0, [], 1])
  })
})
