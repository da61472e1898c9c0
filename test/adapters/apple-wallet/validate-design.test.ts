import { expect, test, vi } from 'vitest'
import { validateDesign } from '../../../adapters/apple-wallet/validate-design.ts'
import { exampleCoupon, exampleFace } from './example-face.ts'

test('a good design has no problems, with coupons and amounts too', async () => {
  const progress = { amount: 250, per: 1000, currency: 'EUR' }
  expect(await validateDesign(exampleFace({ coupons: [exampleCoupon()], progress }))).toEqual([])
})

test('says what customers could not read', async () => {
  const look = {
    background: '#ffffff',
    foreground: '#eeeeee',
    accent: '#111111',
    logo: Buffer.from('<svg/>'),
  }
  expect(await validateDesign(exampleFace({ look }))).toEqual([
    'The text colour is hard to read on the background: choose a darker or lighter one.',
    'The logo is no PNG or JPEG that can be read.',
  ])
})

test('says when Apple’s format does not take the card', async () => {
  const silent = vi.spyOn(console, 'warn').mockReturnValue()
  expect(await validateDesign(exampleFace({ shopName: '' }))).toEqual([
    'The card cannot be made into an Apple pass: a text is empty or malformed.',
  ])
  const twice = [exampleCoupon(), exampleCoupon()]
  expect(await validateDesign(exampleFace({ coupons: twice }))).toEqual([
    "Apple Wallet would leave out some of the card's backFields.",
    "Apple Wallet would leave out some of the card's backFields.",
  ])
  silent.mockRestore()
})
