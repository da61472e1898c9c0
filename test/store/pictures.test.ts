import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLooks } from '../../src/store/looks.ts'
import { createMerchantPictures } from '../../src/store/pictures.ts'
import { describeSettings, openSetting, type Setting } from '../support/settings.ts'
import { createStoreShop } from '../support/store-shop.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

await describeSettings(
  'pictures of a merchant',
  (name) => {
    let setting: Setting
    beforeAll(async () => {
      setting = await openSetting(name)
    })
    afterAll(() => setting.close())

    test('come with the digests of just those that are there', async () => {
      const { pool } = setting.database
      const shop = createStoreShop(setting.database)
      const merchantId = await shop.merchant()
      const pictures = createMerchantPictures(pool, () => shop.clock.now)
      const looks = createLooks(pool)
      expect((await looks(merchantId)).digests).toBeUndefined()
      const [first, second, photo] = ['logo', 'another logo', 'photograph'].map((each) => Buffer.from(each))
      await pictures.put(merchantId, 'logo', first!)
      expect(await looks(merchantId)).toMatchObject({ logo: first, digests: { logo: sha256(first!) } })
      await pictures.put(merchantId, 'logo', second!)
      await pictures.put(merchantId, 'photo', photo!)
      const digests = { logo: sha256(second!), photo: sha256(photo!) }
      expect((await looks(merchantId)).digests).toEqual(digests)
      await pictures.remove(merchantId, 'logo')
      expect((await looks(merchantId)).digests).toEqual({ photo: digests.photo })
    })
  },
  ['postgres'],
)
