"""Statistics of a scorecard as plain values: charts over time, intervals, comparisons, trends, change.

    xmr, laney, rare    control charts (`xmr.chart` is the usual door); rules and icons judge them
    intervals           Wilson, Byar, exact Poisson, rates, standardised rates and ratios, means
    funnels             many areas at once; overdispersion says when chance alone is too narrow
    compare             one area with a benchmark, with another, with its statistical neighbours
    trend               five annual points, or a longer annual series
    change              one figure with an earlier one, like for like or not at all

Every result is a frozen dataclass that names its method and can be said in words. What cannot be had honestly is a
`Refused` with its reason; what makes no sense raises `StatisticsError`. Sources are named where a rule is applied:
NHSRplotthedots 0.2.2, PHEindicatormethods 2.1.0, FunnelPlotR 0.6.0, NHS England's Making Data Count.
"""
