import type { PictureTexts } from '../en/pictures.ts'

export const picturesFr: PictureTexts = {
  logoHint: 'PNG, JPEG ou SVG, 12 Mo au plus. La taille est ajustée ici.',
  photoHint: 'PNG ou JPEG, 12 Mo au plus. Au mieux : à l’horizontale, 1200 pixels de large.',
  problems: {
    none: 'Choisissez d’abord un fichier.',
    'too-large':
      'Ce fichier dépasse 12 Mo. Faites-en une copie plus petite : dans une application de photos, « Exporter » ou « Redimensionner » à environ 2000 pixels.',
    foreign:
      'Ce n’est pas une image que les cartes peuvent utiliser. Choisissez un PNG ou un JPEG ; un logo peut aussi être un SVG.',
    heic: 'C’est un HEIC, le format des photos d’iPhone. Choisissez-la sur l’iPhone lui-même, qui en fait un JPEG ; sur un Mac, ouvrez-la dans Aperçu et exportez-la en JPEG.',
    drawing:
      'Une photo ne peut pas être un dessin SVG. Choisissez ici un JPEG ou un PNG, et prenez le SVG comme logo.',
    unsafe:
      'Ce SVG contient des parties qui pourraient nuire (entités). Enregistrez-le de nouveau en « SVG simple » ou en PNG.',
    moving:
      'Cette image est animée, et les wallets n’affichent que des images fixes. Enregistrez-en une seule vue en PNG.',
    tiny: 'Cette image est trop petite et serait floue. Un logo demande 80 pixels sur son grand côté (600, c’est mieux), une photo 480 (mieux : 1200).',
    huge: 'Cette image dépasse 64 mégapixels. Faites-en une copie plus petite, d’environ 2000 pixels de large.',
    broken:
      'Ce fichier commence comme une image mais ne peut pas être lu jusqu’au bout. Ouvrez-le dans une application de photos, enregistrez-le de nouveau en PNG ou JPEG, et choisissez cette copie.',
  },
}
