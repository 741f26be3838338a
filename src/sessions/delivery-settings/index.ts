/** What a clinic decides about delivery: how strict the pre-session check is, and whose signatures close a session. */
export { deliverySettings, type DeliverySettings } from './delivery-settings.service.js';
