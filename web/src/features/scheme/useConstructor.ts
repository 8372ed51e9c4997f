/** What one may do with a scheme in the constructor: each a step of the draft's history. */
import { notifications } from '@mantine/notifications';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Office } from '@/api/types';
import { copyNodes, pasteNodes } from './clipboard';
import { draft } from './draft';
import { freshNode } from './fresh';
import {
  freeNodeId,
  freePlace,
  moved,
  type Place,
  type Scheme,
  schemeOf,
  whyNoWire,
  wire,
  withNode,
  without,
  withScheme,
  withSettings,
} from './graph';
import { type Kind, type Kinds, portsOf } from './kinds';
import { isUnplaced, laidOut, NODE_WIDTH } from './layout';

/** How far a pasted node lies from the one that was copied. */
const ASIDE = 48;
const BESIDE = NODE_WIDTH + 64;

export function useConstructor(id: string, kinds: Kinds) {
  const { t } = useTranslation();
  const [choose, setChoose] = useState<{ ids: readonly string[] }>({ ids: [] });

  const change = useCallback(
    (make: (scheme: Scheme, office: Office) => Scheme, about: string | null = null) => {
      draft.edit((office) => {
        const scheme = schemeOf(office, id);
        if (!scheme) return office;
        const next = make(placed(scheme, kinds), office);
        return next === scheme ? office : withScheme(office, next);
      }, about);
    },
    [id, kinds],
  );

  return useMemo(() => {
    const refuse = (why: string) => notifications.show({ color: 'orange', message: why });
    const scheme = () => {
      const { office } = draft.state();
      return office ? schemeOf(office, id) : null;
    };
    const select = (ids: readonly string[]) => setChoose({ ids });
    const add = (kind: Kind, at: Place | null, from?: { node: string; port: string }) => {
      let made: string | null = null;
      change((before, office) => {
        const made_ = freeNodeId(before, kind.kind);
        made = made_;
        const source = from && before.nodes[from.node];
        const beside = source ? { x: (source.x ?? 0) + BESIDE, y: source.y ?? 0 } : { x: 0, y: 0 };
        const node = freshNode(kind, office, {
          sms: t('scheme.freshSms', { company: office.company.name }),
        });
        const place = freePlace(before, at ?? beside);
        const grown = withNode(before, made_, {
          ...node,
          x: Math.round(place.x),
          y: Math.round(place.y),
        });
        return from ? wire(grown, from.node, from.port, made_) : grown;
      });
      if (made !== null) select([made]);
      return made as string | null;
    };
    return {
      select,
      change,
      add,
      /** Beside the chosen node, at its first way out that leads nowhere. */
      addAfter: (kind: Kind, chosen: string | null) => {
        const now = scheme();
        const node = chosen === null ? undefined : now?.nodes[chosen];
        if (!now || !node || chosen === null) return add(kind, below(now));
        const free = portsOf(kinds.get(node.kind), node).find((port) => !node.exits?.[port.id]);
        return free
          ? add(kind, null, { node: chosen, port: free.id })
          : add(kind, { x: (node.x ?? 0) + BESIDE, y: node.y ?? 0 });
      },
      mayWire: (from: string, port: string, to: string) => {
        const now = scheme();
        return now !== null && whyNoWire(now, kinds, from, port, to) === null;
      },
      tellNoWire: (from: string, port: string, to: string) => {
        const now = scheme();
        const why = now && whyNoWire(now, kinds, from, port, to);
        if (why) refuse(t(`scheme.noWire.${why}`));
      },
      wire: (from: string, port: string, to: string | null) =>
        change((before) => wire(before, from, port, to)),
      move: (places: Record<string, Place>) => change((before) => moved(before, places)),
      settings: (node: string, settings: Record<string, unknown>) =>
        change(
          (before) => withSettings(before, kinds, node, settings),
          `${id}/${node}/${changedField(scheme(), node, settings)}`,
        ),
      remove: (nodes: readonly string[], wires: readonly string[]) => {
        const now = scheme();
        if (!now) return;
        if (nodes.includes(now.start)) refuse(t('scheme.startStays'));
        change((before) => {
          let next = before;
          for (const name of wires) {
            const cut = name.indexOf('/');
            next = wire(next, name.slice(0, cut), name.slice(cut + 1), null);
          }
          return without(next, new Set(nodes));
        });
        select([]);
      },
      layOut: () =>
        change((before) =>
          moved(
            before,
            laidOut(before, (one) => portCount(before, kinds, one)),
          ),
        ),
      copy: (chosen: readonly string[]) => {
        const now = scheme();
        return now && copyNodes(now, chosen);
      },
      paste: (text: string) => {
        const now = scheme();
        const pasted = now && pasteNodes(now, kinds, text, { x: ASIDE, y: ASIDE });
        if (!pasted) return false;
        change(
          (before) => pasteNodes(before, kinds, text, { x: ASIDE, y: ASIDE })?.scheme ?? before,
        );
        select(pasted.ids);
        return true;
      },
      choose,
    };
  }, [change, choose, id, kinds, t]);
}

export type Constructor = ReturnType<typeof useConstructor>;

/** A scheme that nobody placed is placed once, so that a first move does not pile it up. */
function placed(scheme: Scheme, kinds: Kinds): Scheme {
  if (!isUnplaced(scheme)) return scheme;
  return moved(
    scheme,
    laidOut(scheme, (id) => portCount(scheme, kinds, id)),
  );
}

export function portCount(scheme: Scheme, kinds: Kinds, id: string): number {
  const node = scheme.nodes[id];
  return node ? portsOf(kinds.get(node.kind), node).length : 0;
}

function below(scheme: Scheme | null): Place {
  const nodes = Object.values(scheme?.nodes ?? {});
  return { x: 0, y: Math.max(0, ...nodes.map((node) => (node.y ?? 0) + 180)) };
}

/** Letters typed into one field are one step; another field is another. */
function changedField(
  scheme: Scheme | null,
  node: string,
  settings: Record<string, unknown>,
): string {
  const before = scheme?.nodes[node] ?? { kind: '' };
  return Object.keys(settings)
    .filter((name) => settings[name] !== before[name])
    .join(',');
}
