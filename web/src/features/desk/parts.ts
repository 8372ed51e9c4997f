/** Parts of the desk that only a call needs: they come right after the first paint. */
import { lazy } from 'react';
import { patient } from '@/app/patient';
import { spoken } from '@/app/spoken';

const load = {
  actions: () => spoken('desk', import('./CallActions')),
  dragging: () => spoken('desk', import('./Dragging')),
  number: () => spoken('desk', import('./NumberField')),
  supervise: () => spoken('desk', import('./Supervise')),
  hold: () => spoken('desk', import('./HoldButton')),
  queue: () => spoken('desk', import('./QueueLine')),
};

export const CallActions = lazy(() => patient(load.actions));
export const Dragging = lazy(() => patient(load.dragging));
export const NumberField = lazy(() => patient(load.number));
export const Supervise = lazy(() => patient(load.supervise));
export const HoldButton = lazy(() => patient(load.hold));
export const QueueLine = lazy(() => patient(load.queue));
