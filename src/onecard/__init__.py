"""OneCard 一卡通: one card, used everywhere, that can always say why."""
