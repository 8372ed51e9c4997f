/** Addresses of the cabinet: each room adds its own. */
import type { RouteObject } from 'react-router';

export const CABINET: RouteObject[] = [];
