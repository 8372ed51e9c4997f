import {
  applyNodeChanges,
  Background,
  type Connection,
  ControlButton,
  Controls,
  type FinalConnectionState,
  MiniMap,
  type NodeChange,
  type OnSelectionChangeParams,
  ReactFlow,
  type ReactFlowInstance,
  useNodesInitialized,
  useReactFlow,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  type DragEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Canvas.module.css';
import type { Place } from './graph';
import { NODE_WIDTH } from './layout';
import { type FlowNode, NodeView } from './NodeView';
import { type FlowEdge, Wire } from './Wire';

const NODE_TYPES = { node: NodeView };
const EDGE_TYPES = { wire: Wire };
const FIT = { padding: 0.1, maxZoom: 1 };
/** Smaller letters nobody reads; pixels left free around the drawing. */
const READABLE = 0.75;
const EDGE = 32;
/** What a kind is called while it is dragged from the palette. */
export const DRAGGED = 'application/x-vochi-kind';

export type CanvasProps = {
  nodes: FlowNode[];
  edges: FlowEdge[];
  readOnly: boolean;
  label: string;
  /** Nodes that shall be chosen now: another object chooses again. */
  choose: { ids: readonly string[] };
  mayWire: (from: string, port: string, to: string) => boolean;
  onWire: (from: string, port: string, to: string) => void;
  onUnwire: (from: string, port: string) => void;
  /** A wire was let go where nothing is; `screen` is where to ask what shall come there. */
  onLoose: (from: string, port: string, at: Place, screen: Place) => void;
  /** A wire was let go on a node that it may not lead to. */
  onRefused: (from: string, port: string, to: string) => void;
  onMoved: (places: Record<string, Place>) => void;
  onChosen: (nodes: string[], wires: string[]) => void;
  onOpen: (node: string) => void;
  onAway: () => void;
  onDropKind: (kind: string, at: Place) => void;
  onLayOut: () => void;
  children?: ReactNode;
};

/** The drawing itself: moves, wires, choices. It knows nothing of drafts. */
export function Canvas(props: CanvasProps) {
  const { nodes: given, edges, readOnly, choose, onMoved, onChosen } = props;
  const { t } = useTranslation();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const [nodes, setNodes] = useState(given);
  const [chosenWires, setChosenWires] = useState<ReadonlySet<string>>(new Set());
  const surface = useRef<HTMLDivElement>(null);

  const isMeasured = useNodesInitialized();
  const isBegun = useRef(false);
  useEffect(() => {
    if (!isMeasured || isBegun.current) return;
    isBegun.current = true;
    begin(flow, surface.current);
  }, [isMeasured, flow]);

  // The place of a node that is being dragged is the canvas's own until it is let go.
  useLayoutEffect(() => {
    setNodes((before) => {
      const known = new Map(before.map((node) => [node.id, node]));
      return given.map((node) => {
        const old = known.get(node.id);
        if (!old) return node;
        if (old.data === node.data && isSamePlace(old.position, node.position)) return old;
        return { ...old, data: node.data, position: node.position };
      });
    });
  }, [given]);

  useEffect(() => {
    const wanted = new Set(choose.ids);
    setNodes((before) =>
      before.map((node) =>
        (node.selected ?? false) === wanted.has(node.id)
          ? node
          : { ...node, selected: wanted.has(node.id) },
      ),
    );
    setChosenWires(new Set());
  }, [choose]);

  const onNodesChange = useCallback((changes: NodeChange<FlowNode>[]) => {
    setNodes((before) => applyNodeChanges(changes, before));
  }, []);
  const onNodeDragStop = useCallback(
    (_: unknown, __: FlowNode, dragged: FlowNode[]) => {
      onMoved(Object.fromEntries(dragged.map((node) => [node.id, node.position])));
    },
    [onMoved],
  );
  const onSelectionChange = useCallback(
    ({ nodes: chosen, edges: wires }: OnSelectionChangeParams<FlowNode, FlowEdge>) => {
      setChosenWires((before) => {
        const next = new Set(wires.map((wire) => wire.id));
        return before.size === next.size && [...next].every((id) => before.has(id)) ? before : next;
      });
      onChosen(
        chosen.map((node) => node.id),
        wires.map((wire) => wire.id),
      );
    },
    [onChosen],
  );

  const isValid = (wire: Connection | FlowEdge) =>
    props.mayWire(wire.source, wire.sourceHandle ?? '', wire.target);
  const onConnectEnd = (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
    const [from, port] = [state.fromNode?.id, state.fromHandle?.id];
    if (state.isValid || !from || !port) return;
    const screen = pointOf(event);
    const under = document.elementFromPoint(screen.x, screen.y)?.closest<HTMLElement>('[data-node]')
      ?.dataset['node'];
    if (!under) props.onLoose(from, port, flow.screenToFlowPosition(screen), screen);
    else if (props.mayWire(from, port, under)) props.onWire(from, port, under);
    else props.onRefused(from, port, under);
  };
  const onDrop = (event: DragEvent) => {
    const kind = event.dataTransfer.getData(DRAGGED);
    if (!kind || readOnly) return;
    event.preventDefault();
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY });
    props.onDropKind(kind, { x: at.x - NODE_WIDTH / 2, y: at.y - 20 });
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: things are dropped here; keys add them too
    <div
      ref={surface}
      className={classes['surface']}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(DRAGGED)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={onDrop}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges.map((edge) => (chosenWires.has(edge.id) ? { ...edge, selected: true } : edge))}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={onNodesChange}
        onEdgesChange={(changes) => {
          for (const change of changes) {
            if (change.type !== 'select') continue;
            setChosenWires((before) => {
              const next = new Set(before);
              if (change.selected) next.add(change.id);
              else next.delete(change.id);
              return next;
            });
          }
        }}
        onSelectionChange={onSelectionChange}
        onNodeDragStop={onNodeDragStop}
        onSelectionDragStop={(event, dragged) =>
          dragged[0] && onNodeDragStop(event, dragged[0], dragged)
        }
        onNodeClick={(event, node) => {
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) props.onOpen(node.id);
        }}
        onPaneClick={props.onAway}
        onConnect={(wire) => props.onWire(wire.source, wire.sourceHandle ?? '', wire.target)}
        onConnectEnd={onConnectEnd}
        onReconnect={(old, wire) => {
          if (old.source !== wire.source || old.sourceHandle !== wire.sourceHandle) {
            props.onUnwire(old.source, old.sourceHandle ?? '');
          }
          props.onWire(wire.source, wire.sourceHandle ?? '', wire.target);
        }}
        isValidConnection={isValid}
        connectionRadius={26}
        nodesDraggable={!readOnly}
        nodesConnectable={!readOnly}
        edgesReconnectable={!readOnly}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        multiSelectionKeyCode={['Shift', 'Control', 'Meta']}
        selectNodesOnDrag={false}
        nodeDragThreshold={3}
        elevateNodesOnSelect
        minZoom={0.15}
        maxZoom={2}
        aria-label={props.label}
        ariaLabelConfig={{
          'controls.ariaLabel': t('scheme.view'),
          'controls.zoomIn.ariaLabel': t('scheme.zoomIn'),
          'controls.zoomOut.ariaLabel': t('scheme.zoomOut'),
          'controls.fitView.ariaLabel': t('scheme.fit'),
          'minimap.ariaLabel': t('scheme.map'),
        }}
        proOptions={{ hideAttribution: true }}
      >
        <Background gap={20} size={1.4} color="var(--v-off)" />
        <Controls
          showInteractive={false}
          fitViewOptions={FIT}
          position="bottom-left"
          aria-label={t('scheme.view')}
        >
          {!readOnly && (
            <ControlButton
              onClick={props.onLayOut}
              title={t('scheme.layOut')}
              aria-label={t('scheme.layOut')}
            >
              <svg
                width="15"
                height="15"
                viewBox="0 0 24 24"
                fill="none"
                stroke="currentColor"
                strokeWidth="2"
                aria-hidden="true"
              >
                <path d="M2 9h6v6H2zM15 3h7v6h-7zM15 15h7v6h-7zM8 12h3.500M15 6h-3.500v12H15" />
              </svg>
            </ControlButton>
          )}
        </Controls>
        <MiniMap
          pannable
          zoomable
          position="bottom-right"
          ariaLabel={t('scheme.map')}
          style={{ width: 150, height: 96 }}
          bgColor="var(--v-panel)"
          maskColor="color-mix(in srgb, var(--v-edge) 22%, transparent)"
          className={classes['map'] ?? ''}
          nodeClassName={(node: FlowNode) => `${classes['mapNode']} ${node.data.group}`}
        />
        {props.children}
      </ReactFlow>
    </div>
  );
}

/** The whole drawing if it can be read so; else its beginning, and the rest is a pan away. */
function begin(flow: ReactFlowInstance<FlowNode, FlowEdge>, surface: HTMLElement | null): void {
  const nodes = flow.getNodes();
  const { x, y, width, height } = flow.getNodesBounds(nodes);
  const room = surface?.getBoundingClientRect();
  if (!room || nodes.length === 0) return;
  const zoom = Math.min((room.width - 2 * EDGE) / width, (room.height - 2 * EDGE) / height);
  if (zoom >= READABLE) {
    void flow.fitView(FIT);
    return;
  }
  const start = nodes.find((node) => node.data.group === 'start') ?? nodes[0];
  const isLow = height * READABLE <= room.height - 2 * EDGE;
  const middle = isLow ? y + height / 2 : (start?.position.y ?? y) + 60;
  void flow.setViewport({
    x: EDGE - x * READABLE,
    y: room.height / 2 - middle * READABLE,
    zoom: READABLE,
  });
}

function isSamePlace(one: Place, other: Place): boolean {
  return one.x === other.x && one.y === other.y;
}

function pointOf(event: MouseEvent | TouchEvent): Place {
  if ('clientX' in event) return { x: event.clientX, y: event.clientY };
  const touch = event.changedTouches[0];
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}
