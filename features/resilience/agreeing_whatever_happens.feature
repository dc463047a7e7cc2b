@owner:chat
@severity:critical
Feature: Agreeing whatever happens
  As a user with a phone, a laptop and little patience
  I want everything to be in its place whatever I do, in whatever order
  So that I need not think about where and when I did it

  @promise:always-agrees
  @wire
  Rule: Whatever people do in whatever order, all that tells of it tells the same

    Scenario: Three people do whatever comes to mind
      Given three people with two devices each
      When they do whatever comes to mind, up to 30 times over
      Then every device, every history and every new log-in tell the same, and what they did is kept
