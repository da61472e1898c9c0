import { afterAll, beforeAll } from 'vitest'
import { createGoogleRecords } from '../../src/store/google-records.ts'
import { googleRecordsContract } from '../contract/google-records.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'

await describeSettings(
  'google records',
  (name) => {
    let setting: Setting
    const clock = { now: 1_780_000_000_000 }
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())
    googleRecordsContract(
      () => createGoogleRecords({ pool: setting.database.pool, clock: () => clock.now }),
      clock,
    )
  },
  ['embedded', 'postgres'],
)
