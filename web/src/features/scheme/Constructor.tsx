import { ActionIcon, Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useReactFlow } from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Office } from '@/api/types';
import { useCalls } from '@/app/context';
import { ProofPanel } from '@/features/proof/ProofPanel';
import { Icon } from '@/ui/Icon';
import { Canvas } from './Canvas';
import classes from './Constructor.module.css';
import { callersOf } from './callers';
import { type DraftState, draft } from './draft';
import { FindNode } from './FindNode';
import { Drawer } from './flow';
import { freePlace, type Place, type Scheme, withScheme } from './graph';
import type { Kinds } from './kinds';
import { isUnplaced, laidOut } from './layout';
import { Marks, MarksContext } from './marks';
import { Palette } from './Palette';
import { DraftBars, SaveState } from './SaveState';
import { Settings } from './Settings';
import type { Stage } from './stage';
import type { Things } from './things';
import { useUnread } from './unfinished';
import { portCount, useConstructor } from './useConstructor';
import { useKeyboard } from './useKeyboard';

type Props = { office: Office; scheme: Scheme; kinds: Kinds; things: Things; state: DraftState };
type Offer = { node: string; port: string; at: Place | null; screen: Place };

/** A scheme drawn: kinds at the left, the drawing, settings or proof at the right. */
export function Constructor({ office, scheme, kinds, things, state }: Props) {
  const { t } = useTranslation();
  const flow = useReactFlow();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const isSmall = useMediaQuery('(max-width: 900px)') ?? false;
  const does = useConstructor(scheme.id, kinds);
  const marks = useMemo(() => new Marks(scheme.id), [scheme.id]);
  const drawer = useRef(new Drawer()).current;
  const page = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<{ nodes: string[]; wires: string[] }>(NOTHING);
  const [opened, setOpened] = useState<string | null>(null);
  const [offer, setOffer] = useState<Offer | null>(null);
  const unread = useUnread(scheme.id);
  const calls = useCalls();
  const open = opened !== null && scheme.nodes[opened] ? opened : null;

  const places = useMemo(
    () => (isUnplaced(scheme) ? laidOut(scheme, (one) => portCount(scheme, kinds, one)) : null),
    [scheme, kinds],
  );
  const around = { kinds, things, t, readOnly: isSmall, places, unread };
  const nodes = drawer.nodes(scheme, around);
  const edges = drawer.edges(scheme);
  const drawn = useStable(nodes);
  const wires = useStable(edges);

  useEffect(() => marks.show({ callers: callersOf(calls, scheme.id) }), [marks, calls, scheme.id]);

  /** The keyboard is at the node; it comes into view, to the middle where that is asked for. */
  const focusNode = useCallback(
    (id: string, isCentred = false) => {
      marks.show({ focus: id });
      const node = flow.getNode(id);
      if (node && (isCentred || !isSeen(id))) {
        const { width = 224, height = 120 } = node.measured ?? {};
        void flow.setCenter(node.position.x + width / 2, node.position.y + height / 2, {
          zoom: Math.max(0.7, flow.getZoom()),
          duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 250,
        });
      }
    },
    [flow, marks],
  );
  const pointAt = useCallback(
    (id: string) => {
      if (!scheme.nodes[id]) return;
      setOpened(null);
      does.select([id]);
      focusNode(id, true);
    },
    [does, focusNode, scheme.nodes],
  );
  const asked = params.get('node');
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address is followed once
  useEffect(() => {
    if (asked === null) return;
    const timer = setTimeout(() => pointAt(asked), 400);
    return () => clearTimeout(timer);
  }, [asked]);
  useEffect(() => {
    if (marks.get().focus === null) marks.show({ focus: scheme.start });
  }, [marks, scheme.start]);

  const onStage = useCallback((stage: Stage) => marks.show({ stage }), [marks]);
  useFollowed(marks, scheme.id, focusNode);
  const onChosen = useCallback(
    (names: string[], lines: string[]) => {
      setChosen({ nodes: names, wires: lines });
      const [only] = names;
      if (names.length === 1 && only) marks.show({ focus: only });
    },
    [marks],
  );
  const openNode = (id: string) => {
    setOffer(null);
    setOpened(id);
    marks.show({ focus: id });
  };
  const added = (id: string | null) => {
    setOffer(null);
    if (id === null) return;
    openNode(id);
    setTimeout(() => focusNode(id), 60);
  };
  useKeyboard({
    page,
    scheme,
    kinds,
    marks,
    chosen,
    isReadOnly: isSmall,
    does,
    onOpen: openNode,
    onClose: () => {
      setOpened(null);
      setOffer(null);
    },
    onFocus: focusNode,
  });

  const publish = async () => {
    await draft.save();
    if (draft.state().saving.kind !== 'failed') void navigate('/publish');
  };
  const selected = open ?? (chosen.nodes.length === 1 ? (chosen.nodes[0] ?? null) : null);
  return (
    <MarksContext value={marks}>
      <div className={classes['page']} ref={page}>
        <header className={classes['head']}>
          <Link to="/schemes" className={classes['back']} aria-label={t('scheme.toList')}>
            <Icon name="back" />
          </Link>
          <h1>{t('scheme.incomingNamed', { name: scheme.name })}</h1>
          <SaveState state={state} />
          <span className={classes['space']} />
          {!isSmall && (
            <>
              <FindNode
                scheme={scheme}
                kinds={kinds}
                things={things}
                marks={marks}
                onFound={pointAt}
              />
              <ActionIcon
                variant="default"
                size={36}
                disabled={!state.canUndo}
                aria-label={t('scheme.undo')}
                title={t('scheme.undoKeys')}
                onClick={draft.undo}
              >
                <span className={classes['arrow']}>↶</span>
              </ActionIcon>
              <ActionIcon
                variant="default"
                size={36}
                disabled={!state.canRedo}
                aria-label={t('scheme.redo')}
                title={t('scheme.redoKeys')}
                onClick={draft.redo}
              >
                <span className={classes['arrow']}>↷</span>
              </ActionIcon>
              <Button disabled={!state.isChanged} onClick={() => void publish()}>
                {t('scheme.publish')}
              </Button>
            </>
          )}
        </header>
        <DraftBars state={state} />
        {isSmall && <p className={classes['note']}>{t('scheme.small')}</p>}
        <div className={classes['body']}>
          {!isSmall && (
            <nav className={classes['left']} aria-label={t('scheme.kinds')}>
              <Palette kinds={kinds} onAdd={(kind) => added(does.addAfter(kind, selected))} />
            </nav>
          )}
          <div className={classes['middle']} role="application" aria-label={t('scheme.drawing')}>
            <Canvas
              nodes={drawn}
              edges={wires}
              readOnly={isSmall}
              label={t('scheme.drawing')}
              choose={does.choose}
              mayWire={does.mayWire}
              onWire={does.wire}
              onUnwire={(from, port) => does.wire(from, port, null)}
              onRefused={does.tellNoWire}
              onLoose={(node, port, at, screen) =>
                setOffer({ node, port, at: { x: at.x, y: at.y - 22 }, screen })
              }
              onMoved={does.move}
              onChosen={onChosen}
              onOpen={openNode}
              onAway={() => {
                setOpened(null);
                setOffer(null);
              }}
              onDropKind={(name, at) => {
                const kind = kinds.get(name);
                if (kind) added(does.add(kind, freePlace(scheme, at)));
              }}
              onLayOut={() => {
                does.layOut();
                setTimeout(() => void flow.fitView({ padding: 0.16, maxZoom: 1 }), 60);
              }}
            />
          </div>
          <div className={classes['right']}>
            {open !== null && (
              <Settings
                office={office}
                scheme={scheme}
                node={open}
                kinds={kinds}
                things={things}
                readOnly={isSmall}
                onSettings={(settings) => does.settings(open, settings)}
                onWire={(port, to) => does.wire(open, port, to)}
                onAfter={(port) =>
                  setOffer({ node: open, port, at: null, screen: beside(page.current) })
                }
                onRemove={() => does.remove([open], [])}
                onClose={() => {
                  setOpened(null);
                  focusElement(open);
                }}
              />
            )}
            <div className={classes['proof']} hidden={open !== null}>
              <ProofPanel
                office={office}
                scheme={scheme.id}
                selected={selected}
                onStage={onStage}
                onFocusNode={pointAt}
                {...(isSmall
                  ? {}
                  : {
                      onChange: ({ scheme: mended, fresh }) =>
                        draft.edit((all) => withScheme(all, beside_(mended as Scheme, fresh))),
                    })}
              />
            </div>
          </div>
        </div>
        {offer && (
          <div
            className={classes['offer']}
            role="dialog"
            aria-label={t('scheme.whatNext')}
            style={offerPlace(offer.screen)}
          >
            <Palette
              kinds={kinds}
              isOffer
              onAdd={(kind) => added(does.add(kind, offer.at, offer))}
            />
          </div>
        )}
      </div>
    </MarksContext>
  );
}

const NOTHING = { nodes: [], wires: [] };

/** The same list while every thing in it is the same. */
function useStable<T>(list: T[]): T[] {
  const kept = useRef(list);
  const before = kept.current;
  if (before.length !== list.length || list.some((one, index) => one !== before[index])) {
    kept.current = list;
  }
  return kept.current;
}

/** While a way is played, the node where the caller is stays in view. */
function useFollowed(marks: Marks, scheme: string, focus: (id: string) => void) {
  const flow = useReactFlow();
  useEffect(() => {
    let last = -1;
    return marks.watch(() => {
      const { path, at } = marks.get().stage;
      if (at === last) return;
      last = at;
      const step = path[at];
      const node = step?.scheme === scheme ? flow.getNode(step.node) : undefined;
      if (!node || !step) return;
      focus(step.node);
    });
  }, [marks, scheme, flow, focus]);
}

/** Whether all of a node is inside the drawing. */
function isSeen(id: string): boolean {
  const node = document.querySelector(`[data-node="${CSS.escape(id)}"]`);
  const box = node?.getBoundingClientRect();
  const around = node?.closest('.react-flow')?.getBoundingClientRect();
  return (
    box !== undefined &&
    around !== undefined &&
    box.left >= around.left &&
    box.right <= around.right &&
    box.top >= around.top &&
    box.bottom <= around.bottom
  );
}

function focusElement(id: string): void {
  document.querySelector<HTMLElement>(`[data-node="${CSS.escape(id)}"]`)?.focus();
}

/** Nodes that a mend has added lie where nothing else does. */
function beside_(scheme: Scheme, fresh: readonly string[]): Scheme {
  const nodes = { ...scheme.nodes };
  for (const id of fresh) {
    const node = nodes[id];
    if (!node) continue;
    const { [id]: _, ...others } = nodes;
    const place = freePlace({ ...scheme, nodes: others }, { x: node.x ?? 0, y: node.y ?? 0 });
    nodes[id] = { ...node, ...place };
  }
  return { ...scheme, nodes };
}

function beside(page: HTMLElement | null): Place {
  const box = page?.getBoundingClientRect();
  return { x: (box?.right ?? 800) - 620, y: (box?.top ?? 100) + 120 };
}

const OFFER = { width: 250, height: 420 };

function offerPlace(screen: Place) {
  return {
    left: Math.max(8, Math.min(screen.x, innerWidth - OFFER.width - 8)),
    top: Math.max(8, Math.min(screen.y - 20, innerHeight - OFFER.height - 8)),
  };
}
