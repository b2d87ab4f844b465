package dev.longview.report;

/**
 * The page's one style sheet. The colours are Okabe and Ito's, which the colour-blind can tell apart (Color universal design, 2008),
 * lighter in the dark and darker on white where they would be too faint; series differ by their dashes too.
 */
final class Stylesheet {
    private Stylesheet() {}

    static final String CSS = """

        :root { color-scheme: light dark; --paper: #ffffff; --ink: #1c1e21; --quiet: #5a6069; --rule: #d5d8dd; --grid: #e8eaed;
          --wash: #f5f6f8; --warn: #8f3b00; --warn-wash: #fdf1e7;
          --c0: #0072b2; --c1: #c1500b; --c2: #007d5c; --c3: #a8527f; --c4: #b07d00; --c5: #3d8fc4;
          --t0: #ffffff; --t1: #ffffff; --t2: #ffffff; --t3: #ffffff; --t4: #000000; --t5: #000000; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #15171a; --ink: #e4e6e9; --quiet: #a2a8b1; --rule: #3b4048; --grid: #2a2e34; --wash: #1e2125;
            --warn: #ffb37a; --warn-wash: #33231a;
            --c0: #5eb3e8; --c1: #f08a4b; --c2: #3fc39b; --c3: #dd93b8; --c4: #e5b83c; --c5: #9ad0f5;
            --t0: #000000; --t1: #000000; --t2: #000000; --t3: #000000; --t4: #000000; --t5: #000000; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, Segoe UI, Roboto,
          Noto Sans, Liberation Sans, Arial, sans-serif; -webkit-text-size-adjust: 100%; }
        main { max-width: 48rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.75rem; line-height: 1.2; font-weight: 600; letter-spacing: -0.01em; margin: 0 0 0.25rem; }
        h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 600; margin: 2.5rem 0 0.75rem; padding-top: 0.75rem;
          border-top: 1px solid var(--rule); break-after: avoid; }
        p { margin: 0.75rem 0; max-width: 42rem; }
        .lead { color: var(--quiet); margin-top: 0; }
        .note { border-left: 3px solid var(--c0); background: var(--wash); padding: 0.6rem 0.9rem; max-width: none; }
        .note.warning { border-color: var(--warn); background: var(--warn-wash); }
        .note strong { font-weight: 600; }
        .note.warning strong { color: var(--warn); }
        dl { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: 0.15rem 1.25rem; margin: 1rem 0;
          font-size: 0.875rem; }
        dt { color: var(--quiet); }
        dd { margin: 0; font-variant-numeric: tabular-nums; }
        figure { margin: 1.5rem 0 2rem; break-inside: avoid; }
        figcaption, caption { text-align: left; font-weight: 600; font-size: 0.9375rem; margin-bottom: 0.6rem; }
        .scroll { overflow-x: auto; margin: 1.25rem 0 1.75rem; }
        table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; overflow-wrap: normal; }
        caption { padding-bottom: 0.5rem; margin: 0; }
        thead th { border-bottom: 1.5px solid var(--ink); border-top: 1.5px solid var(--ink); font-weight: 600; vertical-align: bottom; }
        th, td { text-align: left; padding: 0.35rem 0.9rem 0.35rem 0; vertical-align: top; }
        th:last-child, td:last-child { padding-right: 0; }
        tbody tr + tr td { border-top: 1px solid var(--grid); }
        tbody tr:last-child td { border-bottom: 1.5px solid var(--ink); }
        td.n, th.n { text-align: right; padding-left: 0.5rem; }
        td.n { font-variant-numeric: tabular-nums; white-space: nowrap; }
        svg { display: block; width: 100%; height: auto; overflow: visible; }
        svg text { font-size: 13px; fill: var(--ink); }
        svg .small { font-size: 11.5px; fill: var(--quiet); }
        svg .head { font-weight: 600; }
        svg .middle { text-anchor: middle; }
        svg .end { text-anchor: end; }
        svg .over { paint-order: stroke; stroke: var(--paper); stroke-width: 5px; stroke-linejoin: round; }
        svg .number { font-variant-numeric: tabular-nums; }
        svg .grid { stroke: var(--grid); }
        svg .axis { stroke: var(--quiet); }
        svg .zero { stroke: var(--ink); stroke-dasharray: 4 3; }
        svg .whisker, svg .arrow { stroke-width: 2; fill: none; }
        svg .point { stroke-width: 2; }
        svg .clear { stroke: var(--c0); }
        svg .unclear { stroke: var(--quiet); }
        svg .point.clear { fill: var(--c0); }
        svg .point.unclear { fill: var(--paper); }
        svg .series { fill: none; stroke-width: 2; stroke-linejoin: round; }
        svg .band { fill-opacity: 0.16; }
        svg .area { stroke: var(--paper); stroke-width: 1.5; }
        """ + series() + """
        .narrow { display: none; }
        @media screen and (max-width: 600px) {
          main { padding: 1.5rem 1rem 3rem; }
          h1 { font-size: 1.45rem; }
          .wide { display: none; }
          .narrow { display: block; }
          dl { grid-template-columns: minmax(0, 1fr); }
          dd { margin-bottom: 0.4rem; }
          table { font-size: 0.8125rem; }
          th, td { padding-right: 0.6rem; }
          td.n { white-space: normal; }
          td.n, th.n { padding-left: 0; }
        }
        @media print {
          :root { --paper: #ffffff; --ink: #000000; --quiet: #444444; --rule: #aaaaaa; --grid: #dddddd; --wash: #ffffff;
            --warn: #8f3b00; --warn-wash: #ffffff; --c0: #0072b2; --c1: #c1500b; --c2: #007d5c; --c3: #a8527f; --c4: #b07d00; --c5: #3d8fc4;
            --t0: #ffffff; --t1: #ffffff; --t2: #ffffff; --t3: #ffffff; --t4: #000000; --t5: #000000; }
          body { font-size: 10.5pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          main { max-width: none; padding: 0; }
          .scroll { overflow: visible; }
          tr { break-inside: avoid; }
        }
        """;

    private static String series() {
        String[] dashes = {"none", "7 3", "2 3", "9 3 2 3", "12 4", "4 2"};
        StringBuilder css = new StringBuilder();
        for (int i = 0; i < dashes.length; i++) {
            String color = "var(--c" + i + ")";
            css.append("svg .s" + i + " { stroke: " + color + "; stroke-dasharray: " + dashes[i] + "; }\n");
            css.append("svg .b" + i + ", svg .d" + i + ", svg .a" + i + " { fill: " + color + "; }\n");
            css.append("svg .on" + i + " { fill: var(--t" + i + "); }\n");
        }
        return css.toString();
    }
}
