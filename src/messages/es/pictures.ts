import type { PictureTexts } from '../en/pictures.ts'

export const picturesEs: PictureTexts = {
  logoHint: 'PNG, JPEG o SVG, hasta 12 MB. El tamaño se ajusta aquí.',
  photoHint: 'PNG o JPEG, hasta 12 MB. Lo mejor: horizontal, de 1200 píxeles de ancho.',
  problems: {
    none: 'Elige primero un archivo.',
    'too-large':
      'Este archivo pesa más de 12 MB. Haz una copia más pequeña: en una app de fotos, «Exportar» o «Cambiar tamaño» a unos 2000 píxeles.',
    foreign:
      'No es una imagen que las tarjetas puedan usar. Elige un PNG o un JPEG; un logotipo también puede ser un SVG.',
    heic: 'Es un HEIC, el formato en que los iPhone guardan las fotos. Elígelo en el propio iPhone, que lo convierte en JPEG; en un Mac, ábrelo en Vista Previa y expórtalo como JPEG.',
    drawing: 'Una foto no puede ser un dibujo SVG. Elige aquí un JPEG o PNG y usa el SVG como logotipo.',
    unsafe:
      'Este SVG tiene partes que podrían hacer daño (entidades). Guárdalo de nuevo como «SVG simple» o como PNG.',
    moving: 'Esta imagen se mueve, y los wallets solo muestran imágenes fijas. Guarda un fotograma como PNG.',
    tiny: 'Esta imagen es demasiado pequeña y se vería borrosa. Un logotipo necesita 80 píxeles en su lado más largo (mejor 600); una foto, 480 (mejor 1200).',
    huge: 'Esta imagen tiene más de 64 megapíxeles. Haz una copia más pequeña, de unos 2000 píxeles de ancho.',
    broken:
      'Este archivo empieza como una imagen, pero no se puede leer hasta el final. Ábrelo en una app de fotos, guárdalo de nuevo como PNG o JPEG y elige esa copia.',
  },
}
