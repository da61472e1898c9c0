import { expect, it } from 'vitest'
import { createDesignImages } from '../../adapters/apple-wallet/design-images.ts'
import { passJson } from '../../adapters/apple-wallet/pass-json.ts'
import { previewPass } from '../../adapters/apple-wallet/preview-pass.ts'
import { drawHeroImage, drawProgramLogo } from '../../adapters/google-wallet/hero-image.ts'
import { loyaltyObject } from '../../adapters/google-wallet/loyalty-object.ts'
import { previewObject } from '../../adapters/google-wallet/preview-object.ts'
import { unzipStored } from '../../bench/unzip-stored.ts'
import { exampleCard, exampleCoupon } from '../../src/domain/example-card.ts'
import type { Reward } from '../../src/domain/program.ts'

const reward: Omit<Reward, 'id'> = {
  title: 'Kaffee gratis',
  kind: 'redeem_code',
  codeSource: 'minted',
  display: 'code128',
}
const design = {
  shopName: 'Café Ü',
  programName: 'Kaffeekarte',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  look: { background: '#1d3a34', foreground: '#ffffff', accent: '#f2b84b', stamp: 'cup' as const },
  rules: {
    goal: 8,
    milestones: [{ at: 8, reward }],
    earn: { kind: 'visit' as const, stamps: 1, base: { includeTax: true }, multipliers: [] },
    debt: 'owed' as const,
  },
}
const frame = {
  ...{ passTypeId: 'pass.x', teamId: 'TEAM000000', webServiceUrl: 'https://x.example/apple' },
  ...{ passToken: 'a-token-of-this-test', logoShowsName: false },
  colors: { backgroundColor: '', foregroundColor: '', labelColor: '' },
}

it('shows the very strip, logo and fields that the pass has', async () => {
  const face = exampleCard(design, 5)
  const preview = await previewPass(face)
  const { block } = await createDesignImages()(face)
  const files = unzipStored(block.data)
  expect(Buffer.compare(preview.strip, files.get('strip@2x.png')!)).toBe(0)
  expect(Buffer.compare(preview.logo, files.get('logo@2x.png')!)).toBe(0)
  const { storeCard } = passJson(face, frame)
  const shown = [...storeCard.secondaryFields, ...storeCard.auxiliaryFields]
  expect(preview.front).toEqual(shown.map(({ label, value }) => ({ label, value: String(value) })))
  expect(preview).toMatchObject({ background: '#1d3a34', labels: '#f2b84b', logoText: 'Café Ü' })
})

it('shows the coupon’s code in the pass’s first symbology, and its end as a phone writes it', async () => {
  const face = exampleCard(design)
  face.coupons = [{ ...exampleCoupon(reward, 0), expiresAt: Date.UTC(2026, 11, 31, 23) }]
  const { code, front } = await previewPass(face)
  expect(code).toEqual({ symbology: 'code128', value: 'EXAMPLE234', text: 'EXAMPLE234' })
  expect(front.at(-1)?.value).toBe('31.12.26')
})

it('shows the very hero image, logo and modules that Google is given', async () => {
  const face = exampleCard(design, 5)
  const preview = await previewObject(face)
  const picture = { look: face.look, goal: 8, milestones: [8] }
  expect(Buffer.compare(preview.hero, await drawHeroImage(picture, 5))).toBe(0)
  expect(Buffer.compare(preview.logo, await drawProgramLogo(face.look))).toBe(0)
  const { textModulesData } = loyaltyObject(face, { issuerId: '0', baseUrl: 'https://cards.example' })
  expect(preview.modules).toEqual(
    textModulesData?.map(({ header, body }) => ({ label: header, value: body })),
  )
  expect(preview.points.value).toBe('5/8')
})
