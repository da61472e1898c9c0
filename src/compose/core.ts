import { setTimeout as pause } from 'node:timers/promises'
import { announceCommitted } from '../app/announce.ts'
import type { CardChangeDeps } from '../app/open-card.ts'
import type { PlaceCodesDeps } from '../app/place-codes.ts'
import { type RenewTokensDeps, renewTokenWith } from '../app/renew-tokens.ts'
import { renewingClients } from '../app/renewing-client.ts'
import type { Events } from '../events.ts'
import type { CodeRecords } from '../ports/codes.ts'
import type { PassCards } from '../ports/pass-cards.ts'
import type { JobName } from '../ports/queue.ts'
import type { CardStore, Inbox, OutboxRow } from '../ports/store.ts'
import { newId, newRedeemCode } from '../secrets/random-id.ts'
import { createCodeRecords } from '../store/codes.ts'
import { createPassCards } from '../store/faces.ts'
import { createCardStore } from '../store/hot/card-store.ts'
import { createInbox } from '../store/hot/inbox.ts'
import { createTokenRecords } from '../store/till-tokens.ts'
import { createTillTurns } from '../store/till-turns.ts'
import type { Platform } from './platform.ts'
import { openTillSystems, type TillSystems } from './tills.ts'
import { openWallets, openWebCards, type Wallets } from './wallets.ts'

/** What web and worker share: the ports, implemented. */
export type Core = {
  platform: Platform
  events: Events
  store: CardStore
  inbox: Inbox
  cards: PassCards
  codes: CodeRecords
  /** Clients outlive their token. */
  tills: TillSystems
  tokenDeps: RenewTokensDeps
  wallets: Wallets
  newCode(): string
  cardDeps: CardChangeDeps
  codeDeps: PlaceCodesDeps
  /** Says that a job may have work. Never waits and never fails: the relay asks the database anyway. */
  hint(job: JobName): void
}

/** Owes an effect by itself, where nothing else changes. */
export async function owe({ store }: Pick<Core, 'store'>, effect: OutboxRow): Promise<void> {
  await store.transact((tx) => tx.save({ books: [], orders: [], deliveries: [], outbox: [effect] }))
}

export async function openCore(platform: Platform): Promise<Core> {
  const { database, keyring, clock, config, queue, log } = platform
  const webCards = openWebCards(platform)
  const store = createCardStore(database.pool, clock, (news) => {
    announceCommitted(platform.events, news)
    // Who has the page open is not known, so each change is told; pages ask by themselves where it is lost.
    for (const card of news.cards) webCards.signals.send(card)
  })
  const cards = createPassCards(database.pool, keyring, config.http.baseUrl)
  const codes = createCodeRecords(database.pool, keyring, clock)
  const systems = openTillSystems(config, clock, createTillTurns(database.pool))
  const records = createTokenRecords(database.pool, keyring, clock)
  const tokenDeps = { records, codes, renewalOf: systems.renewalOf, clock, pause, log }
  const renew = renewTokenWith(tokenDeps)
  const tills = { ...systems, clientFor: renewingClients({ connect: systems.clientFor, renew, clock }) }
  const newCode = () => newRedeemCode()
  const cardDeps = { store, clock, newId, newCode }
  return {
    platform,
    events: platform.events,
    store,
    inbox: createInbox(database.pool, clock),
    cards,
    codes,
    tills,
    tokenDeps,
    wallets: await openWallets(platform, cards, webCards),
    newCode,
    cardDeps,
    codeDeps: { ...cardDeps, codes, clientFor: tills.clientFor },
    hint(job) {
      queue
        .hint(job)
        .catch((error: Error) => log.debug({ err: error, job }, 'hint was not taken; the relay will ask'))
    },
  }
}
