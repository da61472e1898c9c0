import { spacedFrench } from '../domain/french-spacing.ts'
import { picturesDe } from './de/pictures.ts'
import { type PictureTexts, picturesEn } from './en/pictures.ts'
import { picturesEs } from './es/pictures.ts'
import { picturesFr } from './fr/pictures.ts'
import type { Language } from './messages.ts'

const pictures: Record<Language, PictureTexts> = {
  ...{ en: picturesEn, es: picturesEs, de: picturesDe, fr: spacedFrench(picturesFr) },
}

/** Texts of the forms that take a logo or a photograph. */
export const pictureTexts = ({ language }: { language: Language }): PictureTexts => pictures[language]
