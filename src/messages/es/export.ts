import type { ExportTexts } from '../en/export.ts'

export const exportEs: ExportTexts = {
  intro:
    'Todo es tuyo: llévatelo cuando quieras, como tablas para una hoja de cálculo o como JSON para programas.',
  what: 'Qué',
  all: 'Todo, en un solo archivo comprimido',
  kinds: {
    cards: 'Tarjetas',
    ledger: 'Libro de sellos',
    coupons: 'Cupones',
    redemptions: 'Canjes',
    orders: 'Pedidos',
    scans: 'Escaneos',
    claims: 'Sellos por recibo o código',
    audit: 'Registro',
  },
  rows: (count, n) => `${n} ${count === 1 ? 'fila' : 'filas'}`,
  rowsMore: (n) => `más de ${n} filas`,
  format: 'Formato',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Para Excel, Numbers, Google Sheets.', json: 'Para programas.' },
  personal: 'Con nombres, correos, teléfonos y cumpleaños',
  personalHint:
    'De los clientes que los dieron, en la tabla de tarjetas. Queda anotado en el registro. Guarda bien el archivo y bórralo cuando ya no lo necesites.',
  prepare: 'Preparar la exportación',
  run: {
    title: 'Tu exportación',
    label: 'Cuánto está escrito',
    states: {
      ordered: 'Lista. El archivo se escribe mientras se descarga y aquí no queda guardado.',
      running: 'Se está escribiendo y descargando. Deja el navegador abierto; puedes salir de esta página.',
      done: 'Completa: el archivo entero llegó a tu navegador.',
      stopped: 'La descarga se interrumpió y el archivo está incompleto. Empieza de nuevo.',
      over: 'Esta exportación se pidió hace más de una hora. Pide otra.',
    },
    rows: (count, n) => `${n} ${count === 1 ? 'fila' : 'filas'}`,
    rowsOf: (n, all) => `${n} de ${all} filas`,
    start: 'Empezar la descarga',
    again: 'Descargar otra vez',
    another: 'Nueva exportación',
  },
  note: (zone) =>
    `Las horas van en UTC y como las marca el reloj en ${zone}; el dinero, en la unidad mínima de su moneda. Las exportaciones grandes tardan unos minutos: puedes seguir trabajando mientras tanto.`,
}
