import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  createSignInLinkWith,
  sessionMs,
  signInWith,
  signOutWith,
  whoIsSignedInWith,
} from '../../src/app/sign-in.ts'
import { createSessions } from '../../src/store/sessions.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

const merchantId = '019a0000-0000-7000-8000-000000000001'
const start = Date.UTC(2026, 10, 22, 14)

await describeSettings(
  'signing in',
  (name) => {
    let setting: Setting
    let now = start
    const deps = () => ({ sessions: createSessions(setting.database), now: () => now })
    const tokenOf = (path: string) => path.replace('/console/sign-in/', '')

    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    it('turns a link into a session for exactly one of many who open it at once', async () => {
      const path = await createSignInLinkWith(deps())(merchantId)
      const opened = await Promise.all(Array.from({ length: 10 }, () => signInWith(deps())(tokenOf(path))))
      const [session, ...others] = opened.filter((each) => each !== null)
      expect(others).toEqual([])
      expect(await whoIsSignedInWith(deps())(session!.token)).toMatchObject({ merchantId, role: 'owner' })
    })

    it('refuses a link after 15 minutes, and a session after 12 hours', async () => {
      now = start
      const late = await createSignInLinkWith(deps())(merchantId)
      const inTime = await createSignInLinkWith(deps())(merchantId)
      now = start + 15 * 60_000 - 1
      const session = await signInWith(deps())(tokenOf(inTime))
      now = start + 15 * 60_000
      expect(await signInWith(deps())(tokenOf(late))).toBeNull()
      expect(await whoIsSignedInWith(deps())(session!.token)).not.toBeNull()
      now = start + 15 * 60_000 + sessionMs
      expect(await whoIsSignedInWith(deps())(session!.token)).toBeNull()
    })

    it('does not take a link for a session, nor a session for a link', async () => {
      now = start
      const path = await createSignInLinkWith(deps())(merchantId)
      expect(await whoIsSignedInWith(deps())(tokenOf(path))).toBeNull()
      const session = await signInWith(deps())(tokenOf(path))
      expect(await signInWith(deps())(session!.token)).toBeNull()
    })

    it('ends at once when somebody signs out', async () => {
      now = start
      const session = await signInWith(deps())(tokenOf(await createSignInLinkWith(deps())(merchantId)))
      await signOutWith(deps())(session!.token)
      await signOutWith(deps())(session!.token)
      expect(await whoIsSignedInWith(deps())(session!.token)).toBeNull()
    })
  },
  ['embedded', 'postgres'],
)
