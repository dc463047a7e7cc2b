@owner:agents
@severity:critical
Feature: Answering although tools fail
  As somebody who relies on the agents day after day
  I want the right answer although a tool fails now and then
  So that nobody has to ask twice

  # ``python -m benchmarks.reliability`` does the same with 2,000 runs.
  @promise:right-although-tools-fail
  @load
  @wire
  @needs:faulty_tools
  Rule: While one try of a tool in twenty fails, 999 of 1,000 runs end in the right answer, the others say why, and none stays open

    Scenario: Two hundred runs
      Given Ada is in the chat of a platform whose tools fail about one time in twenty
      When Ada asks 200 times, in 20 conversations side by side
      Then at least 99.9 percent of the answers are right, and every other run says why it failed
      And every run has ended, complete and in order
      And some tries of tools had failed
