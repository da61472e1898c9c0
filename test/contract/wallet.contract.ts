import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CardFace } from '../../src/domain/card-face.ts'
import { ProviderError } from '../../src/ports/provider-error.ts'
import type { Wallet } from '../../src/ports/wallet.ts'

/** What a holder reads on the card, however the wallet writes it. */
export type Shown = { stamps: number | null; voided: boolean }

/** A wallet with one customer who has a phone, and a card as the database has it. */
export type WalletStage = {
  wallet: Wallet
  /** The card now looks so; nobody was told yet. */
  change(face: CardFace): void
  /** The customer takes the card into the wallet. */
  save(): Promise<void>
  /** What the phone shows just now; null before the card is saved. */
  shown(): Shown | null
  /** The provider does not answer until the returned function is called. Left out where there is no provider. */
  breakDown?(): () => void
  close(): Promise<void>
}

/** A busy machine may take its time. */

/** What every wallet must hold to: adding one means a folder and a run of this suite. */
export function walletContract(
  open: (first: CardFace) => Promise<WalletStage>,
  face: (changes: Partial<CardFace>) => CardFace,
  options: { hasProvider: boolean },
): void {
  let stage: WalletStage
  let current: CardFace
  let revision = 1

  beforeEach(async () => {
    revision = 1
    current = face({ revision, stamps: 0, goal: 10 })
    stage = await open(current)
  })
  afterEach(() => stage.close())

  const change = (changes: Partial<CardFace>): CardFace => {
    revision += 1
    current = face({ ...current, ...changes, revision })
    stage.change(current)
    return current
  }
  const shows = (expected: Shown | null) => expect.poll(() => stage.shown()).toEqual(expected)
  const stamped = (stamps: number): Shown => ({ stamps, voided: false })

  it('tells nobody of a card that nobody has taken', async () => {
    expect(await stage.wallet.publish(change({ stamps: 1 }))).toEqual({ told: 0 })
    expect(stage.shown()).toBeNull()
  })

  it('shows the card as it is when it is taken, and each change after it', async () => {
    change({ stamps: 1 })
    await stage.save()
    await shows(stamped(1))
    await stage.wallet.publish(change({ stamps: 2 }))
    await shows(stamped(2))
  })

  it('shows the same however often it is told', async () => {
    await stage.save()
    change({ stamps: 3 })
    for (let n = 0; n < 3; n++) await stage.wallet.publish(current)
    await Promise.all([stage.wallet.publish(current), stage.wallet.publish(current)])
    await shows(stamped(3))
  })

  it('needs to be told once of many changes', async () => {
    await stage.save()
    for (const stamps of [1, 2, 3, 4]) change({ stamps })
    await stage.wallet.publish(current)
    await shows(stamped(4))
  })

  it('never goes back when an older change is told late, or many at once', async () => {
    await stage.save()
    const older = change({ stamps: 5 })
    await stage.wallet.publish(change({ stamps: 6 }))
    await shows(stamped(6))
    await stage.wallet.publish(older)
    const storm = [7, 8, 9].map((stamps) => change({ stamps }))
    await Promise.all(storm.map((each) => stage.wallet.publish(each)))
    await shows(stamped(9))
  })

  it('shows a card that was paused or erased as void, and takes no harm from being told again', async () => {
    await stage.save()
    await stage.wallet.publish(change({ stamps: 2 }))
    await shows(stamped(2))
    await stage.wallet.publish(change({ voided: true, coupons: [] }))
    await expect.poll(() => stage.shown()?.voided).toBe(true)
    await stage.wallet.publish(current)
    expect(stage.shown()?.voided).toBe(true)
  })

  it('shows a card again that was paused', async () => {
    await stage.save()
    await stage.wallet.publish(change({ voided: true }))
    await stage.wallet.publish(change({ voided: false, stamps: 4 }))
    await shows(stamped(4))
  })

  if (options.hasProvider)
    it('asks to be called again while its provider is down, and then shows the newest', async () => {
      await stage.save()
      const recover = stage.breakDown?.()
      const failure = await stage.wallet.publish(change({ stamps: 1 })).catch((error: unknown) => error)
      expect(failure).toBeInstanceOf(ProviderError)
      expect(failure).toMatchObject({ retryable: true })
      change({ stamps: 2 })
      recover?.()
      await stage.wallet.publish(current)
      await shows(stamped(2))
    })

  it('closes more than once', async () => {
    await stage.wallet.close()
    await stage.wallet.close()
  })
}
