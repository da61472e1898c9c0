import type { PlacementsTexts } from '../en/placements.ts'

export const placementsEs: PlacementsTexts = {
  paper: {
    rule: (earn, goal) =>
      `${earn}. Con\u00a0${goal}\u00a0${goal === 1 ? 'sello' : 'sellos'}, el premio es tuyo.`,
    scan: 'Escanea con la cámara del móvil',
    easy: 'En segundos tienes tu tarjeta de sellos en el móvil. Sin aplicación ni formularios.',
  },
  intro:
    'Cada impreso lleva su propio código QR, para saber qué lugar trae tarjetas. Los PDF están listos para imprenta: sangrado de 3 mm, marcas de corte, códigos vectoriales y fuentes incrustadas.',
  program: 'Programa',
  where: 'Lugar',
  whereHint: 'Un lugar propio vale para todos los impresos.',
  usual: 'El de cada impreso',
  language: 'Idioma de los impresos',
  languageHint: 'Los nombres y los premios se quedan como los escribiste.',
  show: 'Mostrar',
  kinds: {
    'counter-card': 'Cartel de mostrador',
    'table-tent': 'Cartel de mesa plegado',
    'receipt-footer': 'Pie del recibo',
    'label-round': 'Etiquetas redondas',
    'label-square': 'Etiquetas cuadradas',
    'bag-insert': 'Tarjeta para bolsas',
    'window-poster': 'Póster de escaparate',
  },
  about: {
    'counter-card': 'A5, 148 × 210 mm. Para un soporte junto a la caja.',
    'table-tent': '105 × 296 mm, doblado por la mitad en dos caras A6.',
    'receipt-footer':
      'Para papel de 80 mm, negro sobre blanco. La imagen tiene los 576 puntos de una impresora de recibos.',
    'label-round': 'Doce de 60 mm en A4; la imagen es de una sola.',
    'label-square': 'Doce de 60 mm en A4; la imagen es de una sola.',
    'bag-insert': 'A6, 105 × 148 mm. Va en bolsas y paquetes.',
    'window-poster': 'A3, 297 × 420 mm. Se lee desde la acera.',
  },
  preview: (sheet) => `Vista previa: ${sheet}`,
  counted: (views, joins) => `${views} visitas · ${joins} tarjetas`,
  download: (sheet, format) => `${sheet} en ${format}`,
  all: 'De dónde vienen las tarjetas',
  allHint: 'Visitas: se abrió la página del código. Tarjetas: se creó una allí.',
  none: 'Aún no se ha escaneado nada. Coloca un impreso y sus escaneos se contarán aquí.',
  places: {
    counter: 'Mostrador',
    table: 'Mesa',
    receipt: 'Recibo',
    packaging: 'Embalaje',
    bag: 'Bolsa',
    window: 'Escaparate',
  },
  codeOnly: 'Solo el código (SVG)',
  own: 'Un lugar propio',
  ownName: 'Nombre',
  ownHint: 'Por ejemplo, «Terraza». Sus impresos llevan un código que se cuenta aparte.',
  add: 'Añadir lugar',
  remove: 'Quitar',
  sheets: 'Impresos',
  full: 'Ya hay 50 lugares. Quita uno primero.',
  unprintable: (signs) =>
    `No hay letras de imprenta para ${signs}: faltarán en todos los impresos. Las hay latinas, griegas, cirílicas, árabes y hebreas; escribe el nombre de la tienda y el premio con ellas.`,
  noProgram: 'Todavía no hay ningún programa activo al que unirse.',
  toPrograms: 'Ir a los programas',
}
