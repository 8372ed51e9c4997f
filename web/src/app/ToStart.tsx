import { useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { isAdministrator } from '@/features/gsm/places';
import { useBoard, useMe } from './context';

/** Once a visit: who runs an office that is empty yet is led from the desk to its first run. */
let isLed = false;

export function ToStart() {
  const { role } = useMe();
  const board = useBoard();
  const { pathname } = useLocation();
  const isEmpty = board !== null && (board.office.published === 0 || board.people.length === 0);
  const [leads] = useState(() => !isLed && isEmpty && pathname === '/' && isAdministrator(role));
  if (!leads || isLed) return null;
  isLed = true;
  return <Navigate to="/start" replace />;
}
