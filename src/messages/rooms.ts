import { spacedFrench } from '../domain/french-spacing.ts'
import { roomsDe } from './de/rooms.ts'
import { type RoomTexts, roomsEn } from './en/rooms.ts'
import { roomsEs } from './es/rooms.ts'
import { roomsFr } from './fr/rooms.ts'
import type { Language } from './messages.ts'

const rooms: Record<Language, RoomTexts> = {
  en: roomsEn,
  es: roomsEs,
  de: roomsDe,
  fr: spacedFrench(roomsFr),
}

/** Texts of the rooms for tills, code pools and one-time codes; kept apart, for no other page needs them. */
export const roomTexts = ({ language }: { language: Language }): RoomTexts => rooms[language]
