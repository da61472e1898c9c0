import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loyaltyClass, loyaltyObject } from '../../../adapters/google-wallet/loyalty-object.ts'
import { fullSaveLink, saveLink } from '../../../adapters/google-wallet/save-link.ts'
import type { CardFace } from '../../../src/domain/card-face.ts'
import { baseUrl, coupon, face, issuerId, serviceKey } from './face.ts'

const now = 1_780_000_000_000
const place = { issuerId, baseUrl }
const claimsOf = (link: string) => JSON.parse(Buffer.from(link.split('.')[3] ?? '', 'base64url').toString())
const fullLink = (card: CardFace) =>
  fullSaveLink(
    serviceKey,
    baseUrl,
    { loyaltyClass: loyaltyClass(card, place), loyaltyObject: loyaltyObject(card, place) },
    now,
  )

describe('saveLink', () => {
  it('is short and names what Google has already', async () => {
    const { id, classId } = loyaltyObject(face(), place)
    const link = await saveLink(serviceKey, baseUrl, { loyaltyObjects: [{ id, classId }] }, now)
    expect(link.length).toBeLessThan(900)
    expect(claimsOf(link)).toEqual({
      iss: serviceKey.email,
      aud: 'google',
      typ: 'savetowallet',
      iat: 1_780_000_000,
      origins: [baseUrl],
      payload: { loyaltyObjects: [{ id, classId }] },
    })
  })

  it('has a signature that openssl accepts', async () => {
    const link = await saveLink(serviceKey, `${baseUrl}/sub`, { loyaltyObjects: [] }, now)
    const [header, claims, signature] = link.slice('https://pay.google.com/gp/v/save/'.length).split('.')
    const folder = mkdtempSync(join(tmpdir(), 'jwt-'))
    const publicKey = createPublicKey(serviceKey.privateKey).export({ type: 'spki', format: 'pem' })
    writeFileSync(join(folder, 'key.pem'), publicKey)
    writeFileSync(join(folder, 'signed'), `${header}.${claims}`)
    writeFileSync(join(folder, 'signature'), Buffer.from(signature ?? '', 'base64url'))
    const args = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature', 'signed']
    const said = execFileSync('openssl', args, { cwd: folder, encoding: 'utf8' })
    rmSync(folder, { recursive: true })
    expect(said).toBe('Verified OK\n')
  })
})

describe('fullSaveLink', () => {
  it('carries the whole card and stays below 1800 characters', async () => {
    const link = await fullLink(face())
    expect(link.length).toBeLessThan(1800)
    const { loyaltyClasses, loyaltyObjects } = claimsOf(link).payload
    expect(loyaltyClasses).toMatchObject([
      { id: `${issuerId}.${face().programId}.3`, issuerName: 'Harbour Coffee' },
    ])
    expect(loyaltyObjects).toMatchObject([
      { classId: loyaltyClasses[0].id, loyaltyPoints: { balance: { string: '7/10' } } },
    ])
  })

  it('leaves out what is missed least, never the code or the stamps', async () => {
    const full = face({
      shopName: 'Kaffeerösterei am Alten Hafen',
      programName: 'Die große Kaffee-und-Kuchen-Karte',
      coupons: [coupon(), coupon({ code: 'ABCDEFGHJK', title: 'Ein Stück Kuchen nach Wahl' })],
      milestones: [
        { at: 5, title: 'Ein Stück Kuchen nach Wahl' },
        { at: 10, title: 'Ein Kaffee nach Wahl' },
      ],
      locale: 'de',
    })
    const link = await fullLink(full)
    expect(link.length).toBeLessThan(1800)
    const [object] = claimsOf(link).payload.loyaltyObjects
    expect(object.barcode.value).toBe('https://harbour.example/discount/K7PQ2M9XWA')
    expect(object.loyaltyPoints.balance.string).toBe('7/10')
    expect(object.heroImage.sourceUri.uri).toContain('/wallet-images/')
  })
})
