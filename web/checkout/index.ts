// The library's entry: what a shop's own React application imports.

import './checkout.css';

export { PaymentModal, type PaymentModalProps, type PaymentResult } from './payment_modal.tsx';
export type { Plan } from '../shared/api.ts';
