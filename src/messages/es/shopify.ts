import type { ShopifyTexts } from '../en/shopify.ts'

export const shopifyEs: ShopifyTexts = {
  connecting: 'Conectando tu tienda …',
  lead: 'Tarjetas de sellos en el teléfono de tus clientes, gestionadas por tu caja.',
  connected: 'Conectada',
  limited: 'Conectada, pero faltan permisos',
  shop: 'Tienda',
  permissions: 'Permisos',
  allGranted: 'Todos concedidos',
  missing: 'Faltan',
  missingHelp:
    'Shopify los pedirá cuando vuelvas a abrir la aplicación. Mientras tanto, lo que los necesita espera; no se pierde nada.',
  scopes: {
    read_orders: 'ver los pedidos',
    read_customers: 'ver los clientes',
    write_customers: 'asociar una tarjeta a un cliente',
    read_customer_merge: 'ver los clientes fusionados',
    read_products: 'ver los productos de los pedidos',
    read_locations: 'ver dónde se hicieron los pedidos',
    read_discounts: 'ver los descuentos',
    write_discounts: 'crear códigos de descuento para los cupones',
  },
  lastOrder: 'Último pedido',
  noOrder: 'Todavía ninguno. La próxima venta de tu caja aparecerá aquí.',
  open: 'Abrir la consola',
  openNote: 'Se abre en una pestaña nueva e inicia tu sesión.',
  refused: 'Shopify no ha confirmado quién eres. Vuelve a cargar esta página.',
  busy: 'Tu tienda se está conectando en otra ventana. Vuelve a cargar esta página dentro de un momento.',
  unreachable:
    'No se puede contactar con Shopify en este momento. Vuelve a cargar esta página dentro de un momento.',
  outside:
    'Esta página funciona dentro del panel de Shopify. Abre Stampbridge allí, desde la lista de tus aplicaciones.',
  old: 'Esta página se abrió hace demasiado tiempo. Vuelve a abrir Stampbridge desde tu panel de Shopify.',
}
