import type { Language } from './messages.ts'
import { roomsDe } from './rooms-de.ts'
import { type RoomTexts, roomsEn } from './rooms-en.ts'
import { roomsEs } from './rooms-es.ts'
import { roomsFr } from './rooms-fr.ts'

const rooms: Record<Language, RoomTexts> = { en: roomsEn, es: roomsEs, de: roomsDe, fr: roomsFr }

/** Texts of the rooms for tills, code pools and one-time codes; kept apart, for no other page needs them. */
export const roomTexts = ({ language }: { language: Language }): RoomTexts => rooms[language]
