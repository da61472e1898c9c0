import type { ExportTexts } from '../en/export.ts'

export const exportEs: ExportTexts = {
  intro:
    'Todo es suyo: lléveselo cuando quiera, como tablas para una hoja de cálculo o como JSON para programas.',
  what: 'Qué',
  all: 'Todo, en un solo archivo comprimido',
  kinds: {
    cards: 'Tarjetas',
    ledger: 'Libro de sellos',
    coupons: 'Cupones',
    redemptions: 'Canjes',
    orders: 'Pedidos',
    scans: 'Escaneos',
    claims: 'Reclamaciones por recibo',
    audit: 'Registro',
  },
  rows: (n) => `${n} filas`,
  rowsMore: (n) => `más de ${n} filas`,
  format: 'Formato',
  formats: { csv: 'CSV', json: 'JSON' },
  formatHints: { csv: 'Para Excel, Numbers, Google Sheets.', json: 'Para programas.' },
  personal: 'Con nombres, correos, teléfonos y cumpleaños',
  personalHint:
    'De los clientes que los dieron, en la tabla de tarjetas. Queda anotado en el registro. Guarde bien el archivo y bórrelo cuando ya no lo necesite.',
  download: 'Descargar',
  note: (zone) =>
    `Las horas van en UTC y como las marca el reloj en ${zone}; el dinero, en la unidad mínima de su moneda. Las exportaciones grandes tardan unos minutos: puede seguir trabajando mientras tanto.`,
}
