import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import classes from './Reports.module.css';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export type Series = { name: string; color: string; values: number[] };
type Props = {
  label: string;
  names: string[];
  series: Series[];
  /** Bars upon each other; else beside. */
  stacked?: boolean;
  onPick(place: number, series: number): void;
};

/** Bars whose words stand in a table beside them: for eyes and the mouse alone. */
export function Chart({ label, names, series, stacked = false, onPick }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  const told = JSON.stringify([names, series, stacked]);
  useEffect(() => {
    const here = box.current;
    if (!here) return;
    const chart: ECharts = init(here, null, { renderer: 'svg' });
    const [shown, bars, isStack] = JSON.parse(told) as [string[], Series[], boolean];
    const draw = () => chart.setOption(optionOf(here, shown, bars, isStack), true);
    draw();
    chart.on('click', (event) => pick.current(event.dataIndex, event.seriesIndex ?? 0));
    const size = new ResizeObserver(() => chart.resize());
    size.observe(here);
    // Colours are those of the page: drawn anew when it becomes dark.
    const dark = new MutationObserver(draw);
    dark.observe(document.documentElement, { attributes: true });
    return () => {
      size.disconnect();
      dark.disconnect();
      chart.dispose();
    };
  }, [told]);
  return <div ref={box} className={classes['chart']} role="img" aria-label={label} />;
}

function optionOf(here: HTMLElement, names: string[], series: Series[], stacked: boolean) {
  const style = getComputedStyle(here);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const ink = token('--v-ink');
  const mute = token('--v-mute');
  const line = token('--v-line');
  const font = { color: mute, fontFamily: style.fontFamily, fontSize: 12 };
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  return {
    animation: !still,
    animationDuration: 200,
    grid: { left: 4, right: 4, top: 12, bottom: series.length > 1 ? 34 : 4, containLabel: true },
    ...(series.length > 1
      ? { legend: { bottom: 0, textStyle: font, itemWidth: 12, itemHeight: 12, icon: 'roundRect' } }
      : {}),
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      confine: true,
      renderMode: 'richText',
      backgroundColor: token('--v-panel'),
      borderColor: line,
      textStyle: { ...font, color: ink },
    },
    xAxis: {
      type: 'category',
      data: names,
      axisLabel: { ...font, hideOverlap: true, ...(names.length < 8 ? { interval: 0 } : {}) },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: font,
      splitLine: { lineStyle: { color: line } },
    },
    series: series.map((one) => ({
      type: 'bar',
      name: one.name,
      data: one.values,
      barMaxWidth: 34,
      cursor: 'pointer',
      itemStyle: { color: token(one.color) || one.color, borderRadius: stacked ? 0 : [4, 4, 0, 0] },
      ...(stacked ? { stack: 'all' } : {}),
    })),
  };
}
