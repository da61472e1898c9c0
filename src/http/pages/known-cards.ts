import type { Request, Response } from 'express'
import { readCookie } from './cookies.ts'

type Where = { baseUrl: string }

/** Longer than browsers keep a cookie at most. */
const keptMs = 400 * 86_400_000
const prefix = 'card-'
/** One for each program; nobody has more cards in one browser. */
const most = 20

/** The pages that ask for it; everywhere else it would only travel along. */
const paths = ['/claim', '/join']

const options = ({ baseUrl }: Where, path: string, maxAge: number) =>
  ({ httpOnly: true, sameSite: 'lax', secure: baseUrl.startsWith('https:'), path, maxAge }) as const

/** This browser holds the card: the pages that stamp it by receipt or kiosk need not ask, and the join page makes no second. */
export function rememberCard(where: Where, response: Response, programId: string, cardToken: string): void {
  for (const path of paths) response.cookie(prefix + programId, cardToken, options(where, path, keptMs))
}

export function forgetCard(where: Where, response: Response, programId: string): void {
  for (const path of paths) response.cookie(prefix + programId, '', options(where, path, 0))
}

/** Secret part of the address of this browser's card of one program; null where it has none. */
export const knownCardToken = (request: Request, programId: string): string | null =>
  readCookie(request, prefix + programId)

/** Secret parts of the addresses of the cards that this browser showed last, one for each program. */
export function knownCardTokens(request: Request): string[] {
  return (request.get('cookie') ?? '')
    .slice(0, 8000)
    .split(';')
    .map((pair) => pair.trim().split('=', 2))
    .filter(([name = '', value = '']) => name.startsWith(prefix) && /^[\w-]{16,64}$/.test(value))
    .map(([, value = '']) => value)
    .slice(0, most)
}
