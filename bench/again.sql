-- Back to the crowd as it was gathered: what earlier measurements left behind would make every index larger each time.
truncate usage.use, usage.answer, usage.burnt, usage.tally_delta, usage.tally, ledger.transfer, ledger.delta, ledger.flow,
  transit.rider, transit.spent;
