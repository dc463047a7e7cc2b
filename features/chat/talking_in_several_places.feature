@owner:chat
@severity:critical
Feature: Talking in several places
  As a user with more than one thing on my mind
  I want to ask in several conversations and from several tabs
  So that one never waits for the other, and each shows what is so

  @promise:conversations-side-by-side
  @wire
  Rule: Conversations go on side by side, and do not mix

    Scenario: Two conversations at once
      Given Ada is in a conversation
      When Ada asks "What did we spend in total in September 2026?" here and "Which models do we use?" in another conversation
      Then each of the 2 runs of Ada is complete and in order
      And each question of Ada is answered in its own conversation

  @promise:tabs-agree
  @browser
  Rule: Two tabs of one person show the same

    Scenario: A question in one of two tabs
      Given Ada is in a conversation
      And Ada has the conversation open in a second tab
      When Ada asks "What are the three most expensive models in September 2026?"
      Then both tabs of Ada show the same conversation and the same activity
      And the run of Ada shows all five events, complete and in order
