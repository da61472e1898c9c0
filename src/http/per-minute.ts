import { rateLimit } from 'express-rate-limit'
import { AppError } from '../app-error.ts'

/**
 * Lets an address through so often in a minute, and answers 429 beyond that until the minute is over. Each call makes
 * a count of its own, within this process. @param userText what the page says
 */
export const perMinute = (limit: number, userText = 'Too many attempts.') =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: () => {
      throw new AppError({ code: 'too-many', status: 429, userText })
    },
  })
