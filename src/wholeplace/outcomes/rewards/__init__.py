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
from wholeplace.outcomes.rewards.figures import (
    achieved_figure,
    no_reward,
    reward_figure,
    reward_figures,
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
    draw_rewards,
)
from wholeplace.outcomes.rewards.reward import Earned, Reward, between, pots, rewarded
from wholeplace.outcomes.rewards.share import Result, earned_at, share_of
from wholeplace.outcomes.rewards.shrink import reliability, reliability_of_share, shrunk
from wholeplace.outcomes.rewards.together import Together, together

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
    "Together",
    "achieved_figure",
    "between",
    "draw_rewards",
    "earned_at",
    "no_reward",
    "outlook",
    "outlook_figure",
    "outlook_sentences",
    "points_figure",
    "pots",
    "reliability",
    "reliability_of_share",
    "reward_figure",
    "reward_figures",
    "rewarded",
    "share_of",
    "shrunk",
    "together",
]
