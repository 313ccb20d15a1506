"""Rewards: how results become shares, shares become pounds, and what all of it may come to."""

from wholeplace.outcomes.rewards.curves import (
    AchievementOrImprovement,
    AllOrNothing,
    Calibrated,
    Curve,
    DatedCurve,
    Part,
    Points,
    Sliding,
    Tier,
    Tiers,
)
from wholeplace.outcomes.rewards.outlook import (
    Chance,
    Expected,
    Outlook,
    outlook,
    outlook_figure,
    outlook_sentences,
)
from wholeplace.outcomes.rewards.points import Practice, points_figure
from wholeplace.outcomes.rewards.portfolio import (
    Drawn,
    Stake,
    draw_from_history,
    draw_rewards,
)
from wholeplace.outcomes.rewards.reward import (
    Earned,
    Reward,
    achieved_figure,
    between,
    pots,
    reward_figure,
    rewarded,
)
from wholeplace.outcomes.rewards.share import Result, earned_at, share_of
from wholeplace.outcomes.rewards.shrink import reliability, reliability_of_share, shrunk

__all__ = [
    "AchievementOrImprovement",
    "AllOrNothing",
    "Calibrated",
    "Chance",
    "Curve",
    "DatedCurve",
    "Drawn",
    "Earned",
    "Expected",
    "Outlook",
    "Part",
    "Points",
    "Practice",
    "Result",
    "Reward",
    "Sliding",
    "Stake",
    "Tier",
    "Tiers",
    "achieved_figure",
    "between",
    "draw_from_history",
    "draw_rewards",
    "earned_at",
    "outlook",
    "outlook_figure",
    "outlook_sentences",
    "points_figure",
    "pots",
    "reliability",
    "reliability_of_share",
    "reward_figure",
    "rewarded",
    "share_of",
    "shrunk",
]
