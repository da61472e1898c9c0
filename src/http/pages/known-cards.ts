import type { Request, Response } from 'express'

type Where = { baseUrl: string }

/** Longer than browsers keep a cookie at most. */
const keptMs = 400 * 86_400_000
const prefix = 'card-'
/** One for each program; nobody has more cards in one browser. */
const most = 20

const options = ({ baseUrl }: Where, maxAge: number) =>
  ({ httpOnly: true, sameSite: 'lax', secure: baseUrl.startsWith('https:'), path: '/claim', maxAge }) as const

/** This browser holds the card: the pages that stamp it by receipt or kiosk need not ask. Only they are told of it. */
export function rememberCard(where: Where, response: Response, programId: string, cardToken: string): void {
  response.cookie(prefix + programId, cardToken, options(where, keptMs))
}

export function forgetCard(where: Where, response: Response, programId: string): void {
  response.cookie(prefix + programId, '', options(where, 0))
}

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
