@owner:chat
@severity:critical
Feature: Keeping history
  As a user who comes back
  I want to find every conversation as I left it
  So that I can build on earlier answers

  @promise:history-kept
  Rule: Every question and answer is there again, word for word

    @browser
    @smoke
    Scenario: Ada reloads the page
      Given Ada is in a conversation
      And Ada has asked "What are the three most expensive models in September 2026?"
      When Ada reloads the page
      Then the conversation is the same as before

    @browser
    @wire
    Scenario: Ada looks from another device
      Given Ada is in a conversation
      And Ada has asked "What are the three most expensive models in September 2026?"
      When Ada opens the conversation on another device
      Then the conversation is the same as before

    @browser
    @wire
    @needs:own_settings
    Scenario: Ada asks on while an answer is being written
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the answer has begun
      When Ada asks "Which models do we use?" before it has ended
      And Ada opens the conversation on another device
      Then the conversation is the same as before

  @promise:numbered-without-gaps
  @wire
  Rule: Everything that happens in a conversation is numbered without a gap

    Scenario: Two questions in one conversation
      Given Ada is in a conversation
      And Ada has asked "What did we spend in total in September 2026?"
      When Ada asks "Which models do we use?"
      Then everything that reached Ada is numbered from 1 without a gap

    Scenario: A second device hears the same story
      Given Ada is in a conversation
      And Ada has asked "Which models do we use?"
      When Ada's second device asks for everything from the beginning
      Then both devices of Ada were told the same, in the same order

  @promise:sealed
  @browser
  @wire
  Rule: Whatever arrives can be proven to have arrived whole

    Scenario: Everything around a question is sealed
      Given Ada is in a conversation
      When Ada asks "Which models do we use?"
      Then everything that reached Ada carries a seal that fits
