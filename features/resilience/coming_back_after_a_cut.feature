@owner:chat
@severity:critical
Feature: Coming back after a cut connection
  As a user on a train
  I want the chat to come back by itself with nothing lost
  So that a tunnel costs me nothing

  @promise:comes-back
  @browser
  @chaos
  Rule: The chat says that the line is cut, and comes back by itself

    Scenario: Jürgen goes through a tunnel
      Given Jürgen is in a conversation on a line that can be cut
      When the line of Jürgen is cut
      Then the page of Jürgen says "Connection lost"
      And the page of Jürgen says "Connected" once the line is back

  @promise:back-at-once
  @browser
  @chaos
  Rule: After a short cut the chat is back before one has noticed much

    Scenario: Jürgen passes under a bridge
      Given Jürgen is in a conversation on a line that can be cut
      When the line of Jürgen is cut for a moment
      Then the page of Jürgen is connected again within 3 seconds

  @promise:nothing-lost-in-a-cut
  @chaos
  Rule: Nothing is lost, nothing comes twice

    @browser
    Scenario: The line is cut while the agent works
      Given Jürgen is in a conversation on a line that can be cut
      And Jürgen has asked "Write me a report for September 2026" and the agent is at work
      When the line of Jürgen is cut for a moment
      Then the run of Jürgen shows all five events, complete and in order
      And everything that reached Jürgen is numbered from 1 without a gap
      And the conversation is what a fresh device of Jürgen shows

    @browser
    Scenario: Jürgen writes in the tunnel
      Given Jürgen is in a conversation on a line that can be cut
      And the line of Jürgen is cut
      When Jürgen asks "Which models do we use?" before the line is back
      Then "Which models do we use?" stands in the conversation once
      And one run answers it

    @wire
    Scenario: A device asks for what it missed
      Given Jürgen is in a conversation on a line that can be cut
      And Jürgen has asked "Write me a report for September 2026" and the agent is at work
      When the line of Jürgen is cut and the device asks for what it missed
      Then the run of Jürgen shows all five events, complete and in order
      And everything that reached Jürgen is numbered from 1 without a gap

    @wire
    Scenario: A device asks for more than it missed
      Given Jürgen is in a conversation on a line that can be cut
      And Jürgen has asked "What did we spend in total in September 2026?"
      When the line of Jürgen is cut and the device asks for everything from the beginning
      Then the run of Jürgen shows all five events, complete and in order
      And everything that reached Jürgen is numbered from 1 without a gap
      And "What did we spend in total in September 2026?" stands in the conversation once

    @browser
    @wire
    @needs:own_settings
    Scenario: The line is cut in the middle of a tool
      Given agents take their time
      And Jürgen is in a conversation on a line that can be cut
      And Jürgen has asked "What did we spend in total in September 2026?" and the agent is at work
      When the line of Jürgen is cut until the tool has finished
      Then the run of Jürgen shows all five events, complete and in order
      And everything that reached Jürgen is numbered from 1 without a gap
      And the conversation is what a fresh device of Jürgen shows
