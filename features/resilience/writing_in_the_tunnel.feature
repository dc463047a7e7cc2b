@owner:chat
@severity:critical
@chaos
Feature: Writing in the tunnel
  As a user whose line is gone for a while
  I want to go on writing, and to be back as soon as the line is
  So that I need not watch the line, nor write anything twice

  @promise:unsent-kept
  @browser
  Rule: What is written while the line is bad goes out in order, and once

    Scenario: Several questions in the tunnel
      Given Jürgen is in a conversation on a line that can be cut
      And the line of Jürgen is cut
      When Jürgen writes "Which models do we use?" and "What did we spend in total in September 2026?" while the line is gone
      Then the questions of Jürgen stand in the conversation in this order, once each
      And the conversation is what a fresh device of Jürgen shows
      And everything reached Jürgen once, in order and unharmed

    Scenario: The page is loaded again before the question has left
      Given Jürgen is in a conversation on a line that harms what it carries
      When the line loses the question "Which models do we use?", and Jürgen loads the page again
      Then "Which models do we use?" stands in the conversation once
      And one run answers it

  @promise:back-in-three-seconds
  @browser
  Rule: Three seconds after the line is back, so is the chat

    Scenario: Cut after cut
      Given Jürgen is in a conversation on a line that can be cut
      When the line of Jürgen is cut 10 times
      Then Jürgen was back within 3 seconds each time
