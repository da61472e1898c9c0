/** Why a picture cannot go on a card, each with something else to do about it. */
export const pictureProblems = [
  'none',
  'too-large',
  'foreign',
  'heic',
  'drawing',
  'unsafe',
  'moving',
  'tiny',
  'huge',
  'broken',
] as const
export type PictureProblem = (typeof pictureProblems)[number]
